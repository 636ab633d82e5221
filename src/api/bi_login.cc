#include "api/bi_login.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "api/keys.h"
#include "base/encodings.h"
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

namespace {

constexpr int kIterations = 4096;  // as PostgreSQL's own
constexpr std::size_t kSaltLength = 16;

std::string_view digest_view(const Sha256& digest) {
  return {reinterpret_cast<const char*>(digest.data()), digest.size()};
}

Sha256 scram_hmac(const Sha256& key, std::string_view text) {
  Sha256 out{};
  unsigned int size = 0;
  HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
       reinterpret_cast<const unsigned char*>(text.data()), text.size(), out.data(), &size);
  return out;
}

}  // namespace

std::string scram_verifier(std::string_view password, std::string_view salt) {
  Sha256 salted{};
  if (PKCS5_PBKDF2_HMAC(password.data(), static_cast<int>(password.size()),
                        reinterpret_cast<const unsigned char*>(salt.data()),
                        static_cast<int>(salt.size()), kIterations, EVP_sha256(),
                        static_cast<int>(salted.size()), salted.data()) != 1) {
    throw Error(ErrorKind::internal, "OpenSSL derives no key from a password");
  }
  const Sha256 stored = sha256_of(digest_view(scram_hmac(salted, "Client Key")));
  return fmt::format("SCRAM-SHA-256${}:{}${}:{}", kIterations, base64(salt),
                     base64(digest_view(stored)),
                     base64(digest_view(scram_hmac(salted, "Server Key"))));
}

std::string scram_verifier(std::string_view password) {
  std::array<unsigned char, kSaltLength> salt{};
  if (RAND_bytes(salt.data(), static_cast<int>(salt.size())) != 1) {
    throw Error(ErrorKind::internal, "the system gives no random bytes for a password");
  }
  return scram_verifier(password, {reinterpret_cast<const char*>(salt.data()), salt.size()});
}

}  // namespace gdo::api
