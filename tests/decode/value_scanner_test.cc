#include "decode/value_scanner.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace gdo::decode {
namespace {

std::string scan(std::string_view text, std::size_t chunk) {
  ValueScanner scanner(8);
  scanner.restart();
  ScanOutcome outcome = ScanOutcome::more;
  for (std::size_t at = 0; at < text.size() && outcome == ScanOutcome::more; at += chunk) {
    outcome = scanner.scan(text.substr(at, chunk));
  }
  if (outcome == ScanOutcome::more) outcome = scanner.finish();
  std::string found = outcome == ScanOutcome::complete ? "ok " : "no ";
  found += std::to_string(scanner.scanned());
  if (scanner.bad_text()) found += " bad " + std::to_string(scanner.bad_byte());
  if (scanner.too_deep()) found += " deep";
  if (scanner.has_newline()) found += " newline";
  return found;
}

TEST(ValueScanner, TakesOneValueAndNoMoreInPiecesOfAnySize) {
  const std::vector<std::pair<std::string, std::string>> cases = {
      {"12", "ok 2"},
      {"12,", "ok 2"},
      {"12 ", "ok 2"},
      {"-0]", "ok 2"},
      {"01", "ok 1"},
      {"1.5e-7x", "ok 6"},
      {"1.", "no 2"},
      {"1.x", "no 2"},
      {"-", "no 1"},
      {"1e", "no 2"},
      {"1e+", "no 3"},
      {"1E+5", "ok 4"},
      {"true", "ok 4"},
      {"truex", "ok 4"},
      {"trux", "no 3"},
      {"tru", "no 3"},
      {"\"a\"b", "ok 3"},
      {"\"a", "no 2"},
      {"\"\\u00Af\"", "ok 8"},
      {"\"\\u00g0\"", "no 5"},
      {"{\"a\":[1,{}]}}", "ok 12"},
      {"{\n}", "ok 3 newline"},
      {"[[[[[[[[]]]]]]]]", "ok 16"},
      {"[[[[[[[[[]]]]]]]]]", "ok 18 deep"},
      {"[1}", "no 2"},
      {"{\"a\":1]", "no 6"},
      {"\"\xc3\xa7\"", "ok 4"},
      {"\"\xc3\"", "ok 3 bad 1"},
      {"\"\xe2\x82\"", "ok 4 bad 1"},
      {"[\xc3\xa7]", "no 1"},
      {"[\xf0\x9f\x90\x84]", "no 1"},
      {"[\xc3]", "ok 3 bad 1"},
      {"[\xe2\x82]", "ok 4 bad 1"},
      {"[\xff \"]\" ]", "ok 8 bad 1"},
      {"[\xff }", "no 3 bad 1"},
      {"[\xff", "no 1 bad 1"},
      {"\xff,", "ok 1 bad 0"},
      {"\xe2\x82", "ok 2 bad 0"},
      {"\xc3\xa7", "no 0"},
      {"\"\\\xff\\\"]\" ", "ok 7 bad 2"},
      {"\"\\\xc3\" ", "ok 4 bad 2"},
      {"\"\\\xc3\xa7\"", "no 2"},
  };
  for (const auto& [text, expected] : cases) {
    for (std::size_t chunk = 1; chunk <= text.size(); ++chunk) {
      EXPECT_EQ(scan(text, chunk), expected) << text << " by " << chunk;
    }
  }
}

TEST(ValueScanner, GivesUpWhereNobodyCanFollow) {
  ValueScanner scanner(8);
  scanner.restart();
  const std::string brackets(1U << 20U, '[');
  ScanOutcome outcome = ScanOutcome::more;
  for (int i = 0; i < 100 && outcome == ScanOutcome::more; ++i) outcome = scanner.scan(brackets);
  EXPECT_EQ(outcome, ScanOutcome::broken);
  EXPECT_EQ(scanner.reason(), SyntaxReason::nesting);
}

}  // namespace
}  // namespace gdo::decode
