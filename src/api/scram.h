#pragma once

#include <string>
#include <string_view>

namespace gdo::api {

// What PostgreSQL stores of a password (RFC 5802, SCRAM-SHA-256): with it, no statement and no log
// of the server ever holds the password. ASCII only.
std::string scram_verifier(std::string_view password);
// The same for a given salt of 16 bytes, for tests.
std::string scram_verifier(std::string_view password, std::string_view salt);

}  // namespace gdo::api
