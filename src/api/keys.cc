#include "api/keys.h"

#include <arpa/inet.h>
#include <fmt/format.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <cstdint>
#include <cstring>
#include <string>

#include "base/error.h"
#include "embedded/control_sql.h"
#include "store/content_hasher.h"
#include "values/documents.h"

namespace gdo::api {
namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  bool v4 = false;
};

std::optional<Address> parse_address(std::string_view text) {
  const std::string word(text.substr(0, text.find('%')));
  Address address;
  std::array<unsigned char, 4> four{};
  if (inet_pton(AF_INET, word.c_str(), four.data()) == 1) {
    address.bytes[10] = address.bytes[11] = 0xFF;
    std::memcpy(&address.bytes[12], four.data(), four.size());
    address.v4 = true;
    return address;
  }
  if (inet_pton(AF_INET6, word.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool bit(const std::array<unsigned char, 16>& bytes, int place) {
  const auto index = static_cast<std::size_t>(place / 8);
  return ((bytes[index] >> (7 - place % 8)) & 1) != 0;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address || text.find('%') != std::string_view::npos) return std::nullopt;
  Network network;
  network.bytes_ = address->bytes;
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  int bits = -1;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  const int most = address->v4 ? 32 : 128;
  if (error != std::errc() || end != length.data() + length.size() || bits < 0 || bits > most) {
    return std::nullopt;
  }
  network.bits_ = address->v4 ? 96 + bits : bits;
  // Bits beyond the length that are set are a slip: 10.1.2.3/8 may have been meant to be one host.
  for (int place = network.bits_; place < 128; ++place) {
    if (bit(network.bytes_, place)) return std::nullopt;
  }
  return network;
}

bool Network::contains(std::string_view text) const {
  const auto address = parse_address(text);
  if (!address) return false;
  for (int place = 0; place < bits_; ++place) {
    if (bit(address->bytes, place) != bit(bytes_, place)) return false;
  }
  return true;
}

namespace {

constexpr std::array<std::string_view, 5> kRoles = {"cliente", "industria", "varejo", "operador",
                                                    "admin"};

[[noreturn]] void refuse_key(const std::string& why) { throw Error(ErrorKind::config, why); }

void check_tenant(const NewKey& wanted) {
  if (wanted.tenant == "*") {
    if (wanted.role == Role::staff || wanted.role == Role::admin) return;
    refuse_key("--cliente '*' is for the roles operador and admin only: name one tenant");
  }
  const bool letters = std::all_of(wanted.tenant.begin(), wanted.tenant.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_';
  });
  if (wanted.tenant.empty() || wanted.tenant.size() > 64 || !letters) {
    refuse_key("--cliente takes a tenant's token: 1 to 64 letters, digits, '-' or '_'");
  }
}

std::vector<std::string> checked_cnpjs(const NewKey& wanted) {
  const bool by_cnpj = wanted.role == Role::industry || wanted.role == Role::retail;
  if (by_cnpj && wanted.cnpjs.empty()) {
    refuse_key(fmt::format("a key of role {} sees the rows of its CNPJs: name them by --cnpj",
                           to_text(wanted.role)));
  }
  if (!by_cnpj && !wanted.cnpjs.empty()) {
    refuse_key(
        fmt::format("--cnpj is for the roles industria and varejo; {} sees all of its tenant",
                    to_text(wanted.role)));
  }
  std::vector<std::string> cnpjs;
  std::string scratch;
  for (const std::string& cnpj : wanted.cnpjs) {
    const values::Checked checked = values::check_cnpj(cnpj, scratch);
    if (!checked.valid)
      refuse_key(fmt::format("--cnpj {} is no CNPJ: its check digits differ", cnpj));
    cnpjs.emplace_back(checked.text);
  }
  std::sort(cnpjs.begin(), cnpjs.end());
  cnpjs.erase(std::unique(cnpjs.begin(), cnpjs.end()), cnpjs.end());
  return cnpjs;
}

void check_networks(const NewKey& wanted) {
  for (const std::string& network : wanted.networks) {
    if (Network::parse(network)) continue;
    refuse_key(
        fmt::format("--redes: {} is not a network; write 10.1.0.0/16 or 2001:db8::/32, with zeros "
                    "after the prefix",
                    network));
  }
}

pg::Param digest_param(const KeyText& key) {
  const Sha256 digest = sha256_of(key.text);
  return pg::Param::bytes({reinterpret_cast<const char*>(digest.data()), digest.size()});
}

// Error(not_found), or Error(config) when the key is dead. Locks it.
void require_alive(pg::Connection& connection, std::string_view id) {
  const pg::Result found = connection.query(control_sql::key_state, {id});
  if (found.rows() == 0) {
    throw Error(ErrorKind::not_found, fmt::format("there is no key {}: gdo keys list", id));
  }
  if (found.boolean(0, 0)) refuse_key(fmt::format("key {} was revoked: gdo keys create", id));
  if (found.boolean(0, 1)) refuse_key(fmt::format("key {} has expired: gdo keys create", id));
}

void refuse_third_key(pg::Connection& connection, std::string_view id) {
  const pg::Result successor = connection.query(
      "SELECT id FROM chave_api WHERE substitui = $1 AND revogada_em IS NULL", {id});
  if (successor.rows() == 0) return;
  refuse_key(fmt::format("key {} was rotated already, to {}: rotate that one, or revoke it first",
                         id, successor.text(0, 0)));
}

}  // namespace

std::string_view to_text(Role role) { return kRoles.at(static_cast<std::size_t>(role)); }

std::optional<Role> role_named(std::string_view word) {
  const auto* const found = std::find(kRoles.begin(), kRoles.end(), word);
  if (found == kRoles.end()) return std::nullopt;
  return static_cast<Role>(found - kRoles.begin());
}

CreatedKey create_key(pg::Connection& idle, const NewKey& wanted, std::string_view by) {
  check_tenant(wanted);
  check_networks(wanted);
  const std::vector<std::string> cnpjs = checked_cnpjs(wanted);
  const KeyText key = make_key_text();
  const pg::Param expires = wanted.expires.empty() ? pg::Param(std::nullopt) : wanted.expires;
  try {
    const pg::Result made =
        idle.query(control_sql::insert_key,
                   {key.id, wanted.tenant, to_text(wanted.role), wanted.name, pg::text_array(cnpjs),
                    pg::text_array(wanted.networks), digest_param(key), by, expires});
    return {key.id, key.text, wanted.role, wanted.tenant, made.optional_text(0, 0)};
  } catch (const Error& error) {
    if (!error.sqlstate().starts_with("22")) throw;
    refuse_key("--expira takes a date, 2026-12-31, or a time, 2026-12-31T12:00:00Z");
  }
}

CreatedKey rotate_key(pg::Connection& idle, std::string_view id, int overlap_days,
                      std::string_view by) {
  const KeyText key = make_key_text();
  pg::Transaction transaction(idle);
  require_alive(idle, id);
  refuse_third_key(idle, id);
  const pg::Result made =
      idle.query(control_sql::insert_successor, {id, key.id, digest_param(key), by});
  idle.query(control_sql::end_key_after, {id, overlap_days});
  idle.query(control_sql::end_predecessor, {id, by});
  CreatedKey created{key.id, key.text, role_named(made.text(0, 0)).value_or(Role::tenant),
                     std::string(made.text(0, 1)), made.optional_text(0, 2)};
  transaction.commit();
  return created;
}

bool revoke_key(pg::Connection& idle, std::string_view id, std::string_view by) {
  const pg::Result revoked = idle.query(control_sql::revoke_key, {id, by});
  if (revoked.rows() > 0) return true;
  if (idle.query("SELECT FROM chave_api WHERE id = $1", {id}).rows() > 0) return false;
  throw Error(ErrorKind::not_found, fmt::format("there is no key {}: gdo keys list", id));
}

namespace {

constexpr std::string_view kBase62 =
    "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
constexpr std::string_view kKeyPrefix = "gdo_";
constexpr std::size_t kIdLength = 12;
constexpr std::size_t kSecretLength = 43;  // 62^43 > 2^256
constexpr std::size_t kCrcLength = 6;      // 62^6 > 2^32

void fill_random(unsigned char* bytes, std::size_t count) {
  if (RAND_bytes(bytes, static_cast<int>(count)) != 1) {
    throw Error(ErrorKind::internal, "the system gives no random bytes for a key");
  }
}

// The number that the bytes are, most significant first, in base62.
std::string base62(std::array<unsigned char, 32> number, std::size_t length) {
  std::string text(length, kBase62.front());
  for (std::size_t place = length; place-- > 0;) {
    unsigned int rest = 0;
    for (unsigned char& byte : number) {
      const unsigned int value = rest * 256 + byte;
      byte = static_cast<unsigned char>(value / kBase62.size());
      rest = value % static_cast<unsigned int>(kBase62.size());
    }
    text[place] = kBase62[rest];
  }
  return text;
}

std::string key_checksum(std::string_view text) {
  std::array<unsigned char, 32> number{};
  const std::uint32_t crc = store::crc32c(text);
  for (std::size_t i = 0; i < 4; ++i) {
    number[28 + i] = static_cast<unsigned char>(crc >> (24 - 8 * i));
  }
  return base62(number, kCrcLength);
}

bool is_base62(std::string_view text) {
  return text.find_first_not_of(kBase62) == std::string_view::npos;
}

}  // namespace

std::string random_secret() {
  std::array<unsigned char, 32> bytes{};
  fill_random(bytes.data(), bytes.size());
  return base62(bytes, kSecretLength);
}

KeyText make_key_text() {
  KeyText key;
  key.id = random_secret().substr(kSecretLength - kIdLength);
  key.text = std::string(kKeyPrefix) + key.id + "_" + random_secret();
  key.text += key_checksum(key.text);
  return key;
}

std::optional<std::string> id_of_key(std::string_view text) {
  constexpr std::size_t kLength = kKeyPrefix.size() + kIdLength + 1 + kSecretLength + kCrcLength;
  if (text.size() != kLength || !text.starts_with(kKeyPrefix)) return std::nullopt;
  const std::string_view id = text.substr(kKeyPrefix.size(), kIdLength);
  const std::string_view rest = text.substr(kKeyPrefix.size() + kIdLength);
  if (!is_base62(id) || rest.front() != '_' || !is_base62(rest.substr(1))) return std::nullopt;
  const std::string_view signed_part = text.substr(0, kLength - kCrcLength);
  if (text.substr(kLength - kCrcLength) != key_checksum(signed_part)) return std::nullopt;
  return std::string(id);
}

Sha256 sha256_of(std::string_view text) {
  Sha256 digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return digest;
}

bool same_digest(const Sha256& left, const Sha256& right) {
  return CRYPTO_memcmp(left.data(), right.data(), left.size()) == 0;
}

}  // namespace gdo::api
