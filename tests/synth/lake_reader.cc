#include "synth/lake_reader.h"

#include <stdlib.h>
#include <zlib.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>

namespace gdo::synth {
namespace {

using nlohmann::json;

std::string unzipped(const std::filesystem::path& path) {
  const gzFile file = gzopen(path.c_str(), "rb");
  if (file == nullptr) throw std::runtime_error("cannot open " + path.string());
  std::string text;
  char buffer[4096];
  int size = 0;
  while ((size = gzread(file, buffer, sizeof buffer)) > 0) {
    text.append(buffer, static_cast<std::size_t>(size));
  }
  if (size < 0 || gzclose(file) != Z_OK) throw std::runtime_error("broken gzip " + path.string());
  return text;
}

// Goes over one document and keeps what stands directly in its root array.
class Splitter {
 public:
  Records run(std::string_view document) {
    for (std::size_t i = 0; i < document.size(); ++i) step(document, i);
    records_.whole = records_.whole && depth_ == 0 && expected_ == ',' && !in_string_;
    if (!records_.whole) records_.texts.clear();
    return std::move(records_);
  }

 private:
  void step(std::string_view document, std::size_t i) {
    const char c = document[i];
    if (in_string_) {
      if (escaped_)
        escaped_ = false;
      else if (c == '\\')
        escaped_ = true;
      else if (c == '"')
        in_string_ = false;
      return;
    }
    if (c == '"') in_string_ = true;
    if (c == '{' || c == '[') {
      if (++depth_ == 2) begin(i);
    }
    if (c == '}' || c == ']') {
      if (--depth_ == 1) end(document, i);
    }
    if (c == ',' && depth_ == 1) {
      if (expected_ != ',') records_.whole = false;
      expected_ = '{';
    }
    if (depth_ == 0) expected_ = ',';
  }
  void begin(std::size_t i) {
    if (expected_ != '{') records_.whole = false;
    start_ = i;
  }
  void end(std::string_view document, std::size_t i) {
    records_.texts.emplace_back(document.substr(start_, i + 1 - start_));
    expected_ = ',';
  }

  Records records_;
  int depth_ = 0;
  bool in_string_ = false;
  bool escaped_ = false;
  char expected_ = '{';
  std::size_t start_ = 0;
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string name = (std::filesystem::temp_directory_path() / "gdo-synth-XXXXXX").string();
  if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
  path_ = name;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string contents(const std::filesystem::path& path) {
  if (path.extension() == ".gz") return unzipped(path);
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("cannot open " + path.string());
  return {std::istreambuf_iterator<char>(file), {}};
}

Records split(std::string_view document) {
  if (document.starts_with("\xEF\xBB\xBF")) document.remove_prefix(3);
  while (!document.empty() && document.back() == '\n') document.remove_suffix(1);
  if (document.empty()) return {.whole = false, .texts = {}};
  if (document.front() == '[') return Splitter().run(document);
  Records records;
  std::istringstream lines{std::string(document)};
  for (std::string line; std::getline(lines, line);) records.texts.push_back(line);
  return records;
}

Lake read_lake(const std::filesystem::path& root) {
  Lake lake;
  lake.root = root;
  std::istringstream lines(contents(root / "manifest.jsonl"));
  for (std::string text; std::getline(lines, text);) {
    json line = json::parse(text);
    const auto kind = line["tipo"].get<std::string>();
    if (kind == "arquivo") {
      lake.files.push_back(std::move(line));
    } else if (kind == "caixa") {
      lake.boxes.push_back(std::move(line));
    } else if (kind == "venda_caixa") {
      lake.sold.push_back(std::move(line));
    } else {
      const auto file = line["arquivo"].get<std::string>();
      const std::pair place(line["nr_registro"].get<std::int64_t>(),
                            line["nr_item"].get<std::int64_t>());
      lake.items[file][place] = std::move(line);
    }
  }
  return lake;
}

}  // namespace gdo::synth
