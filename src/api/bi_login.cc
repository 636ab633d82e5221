#include "api/bi_login.h"

#include <fmt/format.h>

#include "api/key_text.h"
#include "api/scram.h"
#include "base/error.h"
#include "embedded/api_sql.h"

namespace gdo::api {
namespace {

constexpr std::string_view kRolePrefix = "gdo_bi_";
constexpr std::size_t kLongestName = 63;

// Only a superuser, or who has CREATEROLE, makes roles; what to ask of whoever is.
[[noreturn]] void refuse_without_right(const std::string& statement) {
  throw Error(ErrorKind::config,
              fmt::format("this login may not make roles; have a superuser run, with a password of "
                          "your choice: {}",
                          statement));
}

void run_or_explain(pg::Connection& idle, const std::string& sql, const std::string& shown) {
  try {
    idle.execute(sql);
  } catch (const Error& error) {
    if (error.sqlstate() == "42501") refuse_without_right(shown);
    if (error.sqlstate() == "42704") {
      throw Error(ErrorKind::config, "role gdo_reader is not there yet: gdo migrate says why");
    }
    throw;
  }
}

bool login_exists(pg::Connection& connection, std::string_view role) {
  return connection.query("SELECT FROM pg_roles WHERE rolname = $1", {role}).rows() > 0;
}

void require_login(pg::Connection& connection, std::string_view role) {
  if (is_bi_role(role) && login_exists(connection, role)) return;
  throw Error(ErrorKind::not_found, fmt::format("there is no login {}: gdo keys list", role));
}

std::string login_valid_until(pg::Connection& idle, std::string_view expires) {
  try {
    return std::string(idle.query(api_sql::login_expiry, {expires}).text(0, 0));
  } catch (const Error& error) {
    if (!error.sqlstate().starts_with("22")) throw;
    throw Error(ErrorKind::config,
                "--expira takes a date, 2026-12-31, or a time, 2026-12-31T12:00:00Z");
  }
}

std::optional<std::string> login_expiry(pg::Connection& idle, std::string_view role) {
  return idle.query(api_sql::expiry_of_login, {role}).optional_text(0, 0);
}

}  // namespace

std::string bi_role(std::string_view tenant) {
  std::string role = std::string(kRolePrefix) + std::string(tenant);
  if (tenant.empty() || tenant == "*" || role.size() > kLongestName) {
    throw Error(ErrorKind::config,
                "--bi takes one tenant, whose token has at most 56 characters: --cliente TOKEN");
  }
  return role;
}

bool is_bi_role(std::string_view name) { return name.starts_with(kRolePrefix); }

BiLogin create_bi_login(pg::Connection& idle, std::string_view tenant, std::string_view expires) {
  BiLogin login{.role = bi_role(tenant), .password = random_secret(), .expires = {}};
  const std::string until = login_valid_until(idle, expires);
  const bool there = login_exists(idle, login.role);
  const std::string wishes = fmt::format(
      "ROLE {} LOGIN INHERIT NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS "
      "VALID UNTIL '{}'",
      pg::quote_identifier(login.role), until);
  const std::string make = (there ? "ALTER " : "CREATE ") + wishes;
  const std::string grant = "GRANT gdo_reader TO " + pg::quote_identifier(login.role);
  run_or_explain(idle,
                 fmt::format("{} PASSWORD '{}'; {}", make, scram_verifier(login.password), grant),
                 fmt::format("{} PASSWORD '…'; {};", make, grant));
  login.expires = login_expiry(idle, login.role);
  return login;
}

BiLogin rotate_bi_login(pg::Connection& idle, std::string_view role) {
  require_login(idle, role);
  BiLogin login{.role = std::string(role), .password = random_secret(), .expires = {}};
  const std::string alter = fmt::format("ALTER ROLE {} LOGIN", pg::quote_identifier(role));
  run_or_explain(idle, fmt::format("{} PASSWORD '{}'", alter, scram_verifier(login.password)),
                 alter + " PASSWORD '…';");
  login.expires = login_expiry(idle, role);
  return login;
}

void revoke_bi_login(pg::Connection& idle, std::string_view role) {
  require_login(idle, role);
  const std::string sql =
      fmt::format("ALTER ROLE {0} NOLOGIN PASSWORD NULL; REVOKE gdo_reader FROM {0}",
                  pg::quote_identifier(role));
  run_or_explain(idle, sql, sql + ";");
  idle.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = $1", {role});
}

}  // namespace gdo::api
