#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "pg/connection.h"

// A tenant's login to PostgreSQL for BI tools: role gdo_bi_<token>, member of gdo_reader, which
// reads the masked views of schema gdo and of them its own tenant's rows only.

namespace gdo::api {

struct BiLogin {
  std::string role;
  std::string password;                // shown now and never again
  std::optional<std::string> expires;  // "2026-12-31T23:59:59Z"
};

// The role of a tenant. Throws Error(config) for a token that no role's name can hold.
std::string bi_role(std::string_view tenant);
bool is_bi_role(std::string_view name);

// Makes the role, or gives the one that is there a new password. expires: a date, a time, or empty.
// Throws Error(config) when our login may not make roles, or gdo_reader is not there yet.
BiLogin create_bi_login(pg::Connection& idle, std::string_view tenant, std::string_view expires);
// Throws Error(not_found).
BiLogin rotate_bi_login(pg::Connection& idle, std::string_view role);

// It logs in no more, and its sessions end. Throws Error(not_found).
void revoke_bi_login(pg::Connection& idle, std::string_view role);

// What PostgreSQL stores of a password (RFC 5802, SCRAM-SHA-256): with it, no statement and no log
// of the server ever holds the password. ASCII only.
std::string scram_verifier(std::string_view password);
// The same for a given salt of 16 bytes, for tests.
std::string scram_verifier(std::string_view password, std::string_view salt);

}  // namespace gdo::api
