#include <gtest/gtest.h>

#include "config/dotenv.h"

namespace gdo::config {
namespace {

TEST(YamlSettings, FlattensSectionsAndKeepsLines) {
  const YamlSettings read = parse_yaml_settings("lake: file:///x\ndb:\n  host: h\n  port: 5433\n");
  EXPECT_TRUE(read.diagnostics.empty());
  ASSERT_EQ(read.entries.size(), 3U);
  EXPECT_EQ(read.entries[0].key, "lake");
  EXPECT_EQ(read.entries[0].line, 1);
  EXPECT_EQ(read.entries[2].key, "db.port");
  EXPECT_EQ(read.entries[2].value, "5433");
  EXPECT_EQ(read.entries[2].line, 4);
}

TEST(YamlSettings, AnEmptyFileSaysNothing) {
  for (const char* const text : {"", "# only a comment\n", "---\n", "\n\n"}) {
    const YamlSettings read = parse_yaml_settings(text);
    EXPECT_TRUE(read.entries.empty());
    EXPECT_TRUE(read.diagnostics.empty()) << text;
  }
}

struct BadYaml {
  const char* text;
  int line;
};

TEST(YamlSettings, ReportsWhatIsNoMappingOfValues) {
  const BadYaml cases[] = {
      {"- a\n- b\n", 1},         {"just text\n", 1},        {"lake: [a, b]\n", 1},
      {"lake: x\nlake: y\n", 2}, {"? [a, b]\n: c\n", 1},    {"a: 1\n---\nb: 2\n", 1},
      {"db: {host: h\n", 2},     {"lake: x\n\tdb: y\n", 2}, {"lake: *nowhere\n", 1},
      {"db: &a\n  x: *a\n", 2},
  };
  for (const BadYaml& one : cases) {
    const YamlSettings read = parse_yaml_settings(one.text);
    ASSERT_FALSE(read.diagnostics.empty()) << one.text;
    EXPECT_EQ(read.diagnostics[0].line, one.line) << one.text << read.diagnostics[0].message;
  }
}

}  // namespace
}  // namespace gdo::config
