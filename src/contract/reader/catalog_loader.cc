#include "contract/reader/catalog_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <optional>
#include <utility>

#include "base/error.h"
#include "contract/reader/catalog_checks.h"
#include "contract/reader/contract_reader.h"
#include "contract/reader/diagnostics.h"
#include "contract/reader/map_reader.h"
#include "embedded/contracts_data.h"

namespace gdo::contract {
namespace {

namespace fs = std::filesystem;

struct Document {
  std::string file;
  YamlNode root;
};

std::optional<YamlNode> parse(const ContractFile& file, Diagnostics& diagnostics) {
  try {
    return parse_yaml(file.text);
  } catch (const YamlError& e) {
    diagnostics.add(file.name, e.line, e.what());
    return std::nullopt;
  }
}

const YamlNode* member(const YamlNode& map, std::string_view key) {
  for (const auto& [name, value] : map.members) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

// A file that holds nothing but `codes` is no contract: its codes are for all of them.
bool holds_only_codes(const YamlNode& root) {
  return root.members.size() == 1 && member(root, "codes") != nullptr;
}

std::string read_file(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  if (input.bad() || !input.is_open()) {
    throw Error(ErrorKind::config,
                fmt::format("cannot read the contract {}; check its permissions", path.string()));
  }
  return text;
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool yaml = entry.path().extension() == ".yaml" || entry.path().extension() == ".yml";
    const bool hidden = entry.path().filename().string().starts_with('.');
    if (yaml && !hidden && entry.is_regular_file(error)) paths.push_back(entry.path());
  }
  if (error) {
    throw Error(
        ErrorKind::config,
        fmt::format("cannot read the folder of contracts {}: {}; name a folder of YAML files",
                    folder.string(), error.message()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

std::vector<ContractFile> built_in_contracts() {
  std::vector<ContractFile> files;
  for (const auto& file : contracts_data::files()) {
    files.push_back({std::string(file.path), std::string(file.text)});
  }
  return files;
}

Catalog load_catalog(const fs::path& folder) {
  std::vector<ContractFile> files = built_in_contracts();
  if (folder.empty()) return load_catalog(files);
  for (const fs::path& path : yaml_files(folder)) {
    std::erase_if(files, [&](const ContractFile& file) {
      return fs::path(file.name).filename() == path.filename();
    });
    files.push_back({path.string(), read_file(path)});
  }
  return load_catalog(files);
}

Catalog load_catalog(const std::vector<ContractFile>& files) {
  Diagnostics diagnostics;
  std::vector<Document> contracts;
  CodeMaps codes;
  for (const ContractFile& file : files) {
    std::optional<YamlNode> root = parse(file, diagnostics);
    if (!root) continue;
    if (holds_only_codes(*root)) {
      read_code_maps(*member(*root, "codes"), FileDiagnostics(diagnostics, file.name), codes);
    } else {
      contracts.push_back({file.name, std::move(*root)});
    }
  }
  std::vector<ReadContract> read;
  for (const Document& document : contracts) {
    read.push_back(
        read_contract(document.root, codes, FileDiagnostics(diagnostics, document.file)));
  }
  check_catalog(read, diagnostics);
  diagnostics.raise();
  std::vector<Contract> complete;
  for (ReadContract& one : read) complete.push_back(std::move(one.contract));
  return Catalog(std::move(complete));
}

}  // namespace gdo::contract
