// gdo.yaml.example and .env.example are read by people who then run gdo with them.

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

#include "config/settings.h"
#include "support/temporary_folder.h"

namespace gdo::config {
namespace {

// The example with its settings switched on: "#home: x" is one, "# Copy to" is not.
void copy_example(const std::filesystem::path& example, const std::filesystem::path& target) {
  std::ifstream in(example);
  std::ofstream out(target);
  for (std::string line; std::getline(in, line);) {
    const bool setting = line.starts_with('#') && line.find_first_of(":=") != std::string::npos &&
                         (line.size() < 2 || line[1] != ' ' || line.starts_with("#  "));
    out << (setting ? line.substr(1) : line) << '\n';
  }
  ASSERT_TRUE(out.good());
}

LoadedSettings settings_in(const std::filesystem::path& folder) {
  return load_settings(folder, [](std::string_view) { return std::nullopt; }, {});
}

std::filesystem::path source(const char* name) {
  return std::filesystem::path(GDO_TEST_DATA) / ".." / ".." / name;
}

TEST(ExampleSettings, EverySettingOfTheYamlExampleIsUnderstood) {
  const test::TemporaryFolder folder;
  copy_example(source("gdo.yaml.example"), folder.path() / "gdo.yaml");
  const Settings settings = settings_in(folder.path()).settings;
  EXPECT_EQ(settings.db.host, "db.example.com");
  EXPECT_EQ(settings.home, "/var/lib/gdo");
  EXPECT_EQ(settings.lote_bytes, Settings().lote_bytes);
  EXPECT_EQ(settings.max_record_bytes, Settings().max_record_bytes);
  EXPECT_EQ(settings.max_depth, Settings().max_depth);
}

TEST(ExampleSettings, EverySettingOfTheEnvExampleIsUnderstood) {
  const test::TemporaryFolder folder;
  copy_example(source(".env.example"), folder.path() / ".env");
  const Settings settings = settings_in(folder.path()).settings;
  EXPECT_EQ(settings.db.host, "db.example.com");
  EXPECT_EQ(settings.tenant, "a1b2c3");
}

}  // namespace
}  // namespace gdo::config
