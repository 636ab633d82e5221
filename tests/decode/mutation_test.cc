// Properties on documents that were damaged at random.
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>
#include <vector>

#include "decode/reading.h"

namespace gdo::decode {
namespace {

using std::string_literals::operator""s;

// JSON of every kind, and what breaks it.
const std::vector<std::string>& snippets() {
  static const std::vector<std::string> all = {
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      "\"",
      "\\",
      "\n",
      "\r\n",
      " ",
      "\t",
      "0",
      "-1.5e+7",
      "1E400",
      "true",
      "false",
      "null",
      "\"a\"",
      "\"b\":1",
      "{\"a\":[]}",
      "\\u00e7",
      "\\ud800",
      "\\u0000",
      "\\\"",
      "\xc3\xa7",
      "\xff",
      "\xed\xa0\x80",
      "\0"s,
      "\x01",
      "\x1f",
      "\x7f",
      "\xef\xbb\xbf",
      "\xe2\x80\xa8",
      "01",
      "1.",
      "-",
      "+1",
      "NaN",
      "tru",
      "'",
      "/**/",
      "\f",
      "\v",
      "[[[[[[",
      "]]]]]]",
      "\"\":\"\"",
      "{}\n{}",
      ",,",
  };
  return all;
}

std::string random_value(std::mt19937& engine, int depth) {
  const auto many = [&engine] { return engine() % 4; };
  switch (engine() % (depth > 0 ? 8 : 6)) {
    case 0:
      return "\"" + std::string(engine() % 70, 'x') + "ç\\n\"";
    case 1:
      return std::to_string(static_cast<int>(engine()));
    case 2:
      return "-0.5e-" + std::to_string(engine() % 500);
    case 3:
      return "true";
    case 4:
      return "null";
    case 5:
      return "\"\\\\\\\"\\u00E7\"";
    case 6: {
      std::string text = "[";
      for (auto left = many(); left > 0; --left) text += random_value(engine, depth - 1) + ",";
      if (text.back() == ',') text.pop_back();
      return text + " ]";
    }
    default: {
      std::string text = "{";
      for (auto left = many(); left > 0; --left) {
        text += "\"n" + std::to_string(left) + "\": " + random_value(engine, depth - 1) + ",";
      }
      if (text.back() == ',') text.pop_back();
      return text + "}";
    }
  }
}

std::string random_document(std::mt19937& engine) {
  const auto shape = engine() % 4;
  if (shape == 0) return "{\"n\":\n" + random_value(engine, 4) + "}";
  if (shape == 1) {
    return "{\"h\":" + random_value(engine, 2) + ",\"d\":[" + random_value(engine, 3) + "," +
           random_value(engine, 3) + "],\"t\":1}";
  }
  std::string text = shape == 2 ? "[" : "{}\n";
  for (auto left = engine() % 12; left > 0; --left) {
    text += random_value(engine, 3) + (shape == 2 ? " ," : "\n");
  }
  return shape == 2 ? text + "{}]" : text;
}

void damage(std::string& text, std::mt19937& engine) {
  for (auto left = engine() % 4; left > 0 && !text.empty(); --left) {
    const std::size_t at = engine() % text.size();
    switch (engine() % 4) {
      case 0:
        text.erase(at, engine() % 3 + 1);
        break;
      case 1:
        text[at] = static_cast<char>(engine());
        break;
      case 2:
        text.resize(text.size() - engine() % std::min<std::size_t>(text.size(), 20));
        break;
      default:
        text.insert(at, snippets()[engine() % snippets().size()]);
    }
  }
}

TEST(Mutation, DamagedDocumentsAreReadAsTheReferenceReadsThem) {
  std::mt19937 engine(20261124);
  ReadLimits limits;
  limits.depth = 5;
  limits.record_bytes = 120;
  for (int i = 0; i < 60000; ++i) {
    std::string text = random_document(engine);
    damage(text, engine);
    const std::vector<std::string> container =
        i % 3 == 0 ? std::vector<std::string>{"d"} : std::vector<std::string>{};
    const auto chunking =
        i % 2 == 0 ? test::whole() : test::at_random(static_cast<unsigned>(i), engine() % 60 + 1);
    ASSERT_EQ(test::difference(text, i % 5 == 0 ? limits : ReadLimits{}, container, chunking), "")
        << i << ": " << text;
  }
}

TEST(Mutation, SnippetsInEveryOrderAreReadAsTheReferenceReadsThem) {
  for (const std::string& a : snippets()) {
    for (const std::string& b : snippets()) {
      for (const std::string& frame :
           {"[@]"s, "[{\"a\":@}]"s, "{\"a\":1}\n@\n{}"s, "{\"@\":1}"s, "@"s}) {
        std::string text = frame;
        text.replace(text.find('@'), 1, a + b);
        // With and without something behind it that fills a block.
        ASSERT_EQ(test::difference(text), "") << text;
        ASSERT_EQ(test::difference(text + std::string(200, ' ')), "") << text;
      }
    }
  }
}

bool has_surrogate_escape(std::string_view text) {
  return text.find("\\ud8") != std::string_view::npos;
}

TEST(Mutation, TheReferenceAgreesWithAnotherParser) {
  std::mt19937 engine(7);
  int valid = 0;
  for (int i = 0; i < 40000; ++i) {
    std::string text = random_value(engine, 4);
    damage(text, engine);
    // That parser wants surrogates in pairs, passes over a byte order mark, and stops at 0x00.
    if (has_surrogate_escape(text) || text.starts_with("\xef\xbb\xbf")) continue;
    if (text.find('\0') != std::string::npos) continue;
    const bool accepted = test::is_json_by_reference(text);
    // Nor does it take numbers that no double can hold.
    if (accepted && text.find_first_of("eE") != std::string::npos) continue;
    ASSERT_EQ(nlohmann::json::accept(text), accepted) << text;
    valid += accepted ? 1 : 0;
  }
  EXPECT_GT(valid, 5000);
}

}  // namespace
}  // namespace gdo::decode
