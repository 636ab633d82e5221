#include "contract/reader/yaml_tree.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace gdo::contract {
namespace {

using testing::HasSubstr;

TEST(YamlTreeTest, KeepsWordsQuotesAndLines) {
  const YamlNode root = parse_yaml("a: 1\nb:\n  - \"2\"\n  - null\nc: {d: e}\n");
  ASSERT_EQ(root.members.size(), 3U);
  EXPECT_EQ(root.members[0].value.text, "1");
  EXPECT_FALSE(root.members[0].value.quoted);
  const YamlNode& list = root.members[1].value;
  ASSERT_EQ(list.elements.size(), 2U);
  EXPECT_TRUE(list.elements[0].quoted);
  EXPECT_EQ(list.elements[0].line, 3);
  EXPECT_EQ(list.elements[1].kind, YamlNode::Kind::null);
  EXPECT_EQ(root.members[2].value.members[0].value.text, "e");
}

TEST(YamlTreeTest, AnEmptyTextIsNothing) {
  EXPECT_EQ(parse_yaml("").kind, YamlNode::Kind::null);
  EXPECT_EQ(parse_yaml("# only this\n").kind, YamlNode::Kind::null);
}

struct Refused {
  std::string text;
  int line;
  const char* message;
};

TEST(YamlTreeTest, RefusesWhatNoContractNeedsWithItsLine) {
  std::string bomb = "a0: &a0 [x]\n";
  const Refused cases[] = {
      {bomb, 1, "anchors"},
      {"a: 1\nb: *a\n", 2, "not YAML"},
      {"a: 1\nb: 2\na: 3\n", 3, "'a' is there already, at line 1"},
      {"a: !!python/object x\n", 1, "tags"},
      {"a: 1\n---\nb: 2\n", 3, "second document"},
      {"a: [1\nb: 2\n", 2, "not YAML"},
      {"? [a]\n: b\n", 1, "a key must be a word"},
      {"null: 1\n", 1, "a key must be a word"},
      {std::string("a: 1\nb: \x04\nc: 2\n"), 2, "control character"},
      {std::string("a: \0", 4), 1, "control character"},
      {"a: 1\n" + std::string(1U << 20U, ' '), 1, "longer than"},
      {"a: " + std::string(100, '[') + std::string(100, ']'), 1, "nested deeper"},
      {"\ta: 1\n", 1, "not YAML"},
  };
  for (const Refused& c : cases) {
    try {
      (void)parse_yaml(c.text);
      ADD_FAILURE() << "was taken: " << c.text.substr(0, 40);
    } catch (const YamlError& mistake) {
      EXPECT_THAT(mistake.what(), HasSubstr(c.message));
      EXPECT_EQ(mistake.line, c.line) << c.message;
    }
  }
}

TEST(YamlTreeTest, DoesNotFallOverHostileNesting) {
  for (const char* opening : {"[", "{a: ", "- ", "? ", "a:\n  "}) {
    std::string text;
    while (text.size() < 100'000) text += opening;
    EXPECT_THROW((void)parse_yaml(text), YamlError) << opening;
  }
}

}  // namespace
}  // namespace gdo::contract
