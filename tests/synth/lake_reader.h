#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

// A slow and simple reader of generated lakes, which shares nothing with what wrote them.
namespace gdo::synth {

class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

// A file's bytes; of .gz what is in it.
std::string contents(const std::filesystem::path& path);

// The records of an array or of JSON Lines as they stand. One that is not JSON is there, too; of a
// broken array there are none, and whole is false.
struct Records {
  bool whole = true;
  std::vector<std::string> texts;
};
Records split(std::string_view document);

struct Lake {
  std::filesystem::path root;
  std::vector<nlohmann::json> files;  // the manifest's lines, by kind
  std::vector<nlohmann::json> boxes;
  std::vector<nlohmann::json> sold;
  // By file; by nr_registro and nr_item.
  std::map<std::string, std::map<std::pair<std::int64_t, std::int64_t>, nlohmann::json>> items;

  std::string text(const std::string& file) const { return contents(root / "pending" / file); }
};
Lake read_lake(const std::filesystem::path& root);

}  // namespace gdo::synth
