#include <string_view>

#include "e2e/json_cases.h"

namespace gdo::test {
namespace {

using std::string_view_literals::operator""sv;

// NOLINTBEGIN(bugprone-string-literal-with-embedded-nul): they are meant.
constexpr std::string_view kInvalidDocuments[] = {
    "",
    " ",
    "\n",
    "\xef\xbb\xbf",
    "1",
    "-1",
    "true",
    "null",
    "\"a\"",
    "\"a",
    "a",
    "é",
    "[",
    "{",
    "]",
    "}",
    "[[",
    "{\"a\":",
    "[1,",
    "[{\"a\":1},",
    "[{\"a\":1}",
    "[{\"a\":1}]]",
    "[{\"a\":1}]x",
    "[{\"a\":1}][{\"b\":2}]",
    "[{\"a\":1}{\"b\":2}]",
    "[{\"a\":1},,{\"b\":2}]",
    "[{\"a\":1},]",
    "<html><body>502</body></html>",
    "animal;peso\n1;2\n",
    "PK\x03\x04",
    "%PDF-1.4",
    "\xff\xfe[\0]\0"sv,
    "\xfe\xff\0[\0]"sv,
    "\xff\xfe\0\0"sv,
    "\x1f\x8b",
    "\x1f\x8b\x08\x00garbage"sv,
    "\x28\xb5\x2f\xfd",
    "\x28\xb5\x2f\xfdgarbage",
    "{\"a\":\"b",
    "{\"a\":1]",
    "[1}",
    "\xef\xbb\xbf\xef\xbb\xbf[]",
    "\0"sv,
    "[]\0"sv,
    "\x0c[]",
    "[]\x0b",
    "[*]",
    "//\n[]",
    "{\"a\":1}}",
};

constexpr std::string_view kValidDocuments[] = {
    "[]", " [] ", "\n[\n]\n", "\t[]\r\n", "\xef\xbb\xbf[]", "\xef\xbb\xbf []",
};
// NOLINTEND(bugprone-string-literal-with-embedded-nul)

}  // namespace

std::vector<JsonCase> document_cases() {
  std::vector<JsonCase> cases;
  for (const std::string_view text : kInvalidDocuments) {
    cases.push_back({JsonCase::Kind::invalid, std::string(text)});
  }
  for (const std::string_view text : kValidDocuments) {
    cases.push_back({JsonCase::Kind::valid, std::string(text)});
  }
  return cases;
}

}  // namespace gdo::test
