#pragma once

#include <string>
#include <vector>

namespace gdo::test {

// A JSON value, or what pretends to be one.
struct JsonCase {
  enum class Kind {
    valid,    // every parser must take it (RFC 8259)
    invalid,  // no strict parser may
    either,   // the standard leaves it open: taken or refused, but never changed
  };
  Kind kind;
  std::string value;
};

// In the manner of public JSON parsing test suites; written anew.
std::vector<JsonCase> json_cases();

// The same for whole documents.
std::vector<JsonCase> document_cases();

}  // namespace gdo::test
