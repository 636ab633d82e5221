#include "e2e/raw_site.h"

#include <fstream>
#include <iterator>
#include <stdexcept>

namespace gdo::test {

namespace fs = std::filesystem;

RawSite::RawSite() : lake_(folder_.path() / "lake") {
  fs::create_directory(lake_);
  pg::Connection connection = database_.connect();
  const auto place = connection.query(
      "SELECT split_part(current_setting('unix_socket_directories'), ',', 1), "
      "current_setting('port'), current_database(), current_user");
  environment = {{"DB_HOST", std::string(place.text(0, 0))},
                 {"DB_PORT", std::string(place.text(0, 1))},
                 {"DB_NAME", std::string(place.text(0, 2))},
                 {"DB_USER", std::string(place.text(0, 3))},
                 {"GDO_LAKE", "file://" + lake_.string()},
                 {"GDO_HOME", (folder_.path() / "home").string()},
                 {"GDO_SETTLE_S", "0"}};
}

Ended RawSite::run(const std::vector<std::string>& options) const {
  std::vector<std::string> words = {"run", "raw"};
  words.insert(words.end(), options.begin(), options.end());
  return run_gdo(words, environment);
}

nlohmann::json RawSite::run_json(const std::vector<std::string>& options) const {
  std::vector<std::string> words = {"--json"};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = run(words);
  auto document = nlohmann::json::parse(ended.out, nullptr, false);
  if (!document.is_object()) document = {{"out", ended.out}};
  document["exit"] = ended.exit_code;
  document["err"] = ended.err;
  return document;
}

void RawSite::put(const std::string& name, const std::string& bytes) const {
  const fs::path file = lake_ / name;
  fs::create_directories(file.parent_path());
  const fs::path hidden = lake_ / ".new";
  std::ofstream(hidden, std::ios::binary) << bytes;
  fs::rename(hidden, file);
}

std::string RawSite::get(const std::string& name) const {
  std::ifstream stream(lake_ / name, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::string RawSite::ask(const std::string& sql) const {
  return std::string(connect().query(sql).text(0, 0));
}

void generate_lake(const fs::path& folder, const std::vector<std::string>& options) {
  std::vector<std::string> words = {"generate", "--out", folder.string()};
  words.insert(words.end(), options.begin(), options.end());
  const Ended ended = run_gdo(words, {});
  if (ended.exit_code != 0) throw std::runtime_error("gdo generate: " + ended.err);
}

void copy_pending(const fs::path& from, const fs::path& to) {
  fs::remove_all(to);
  fs::create_directories(to);
  fs::copy(from / "pending", to / "pending", fs::copy_options::recursive);
}

}  // namespace gdo::test
