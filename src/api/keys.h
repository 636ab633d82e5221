#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

// Keys of applications (table chave_api): who they speak for and what they may see.
namespace gdo::api {

// A range of addresses: "10.1.0.0/16", "2001:db8::/32", or a single address.
class Network {
 public:
  // Empty when the text is not that.
  static std::optional<Network> parse(std::string_view text);

  // address: as a socket names its peer, with or without an IPv6 zone. An IPv4 address that came
  // through an IPv6 socket (::ffff:10.1.2.3) is the IPv4 address.
  bool contains(std::string_view address) const;

 private:
  std::array<unsigned char, 16> bytes_{};  // IPv4 in its IPv6 form
  int bits_ = 128;
};

// What a key may do, as the table of roles in docs/interface.md says.
enum class Role { tenant, industry, retail, staff, admin };
std::string_view to_text(Role role);
std::optional<Role> role_named(std::string_view word);

// Who sent a request, once its key was verified.
struct Caller {
  std::string id;      // of the key
  std::string tenant;  // token_cliente; "*": all of them, for operador and admin only
  Role role = Role::tenant;
  std::vector<std::string> cnpjs;  // of industria and varejo: never empty there; sorted

  // What row level security goes by (gdo.papel): rows of no tenant are for those who run the place,
  // not for a tenant's own operators.
  std::string_view database_role() const { return tenant == "*" ? to_text(role) : ""; }
};

struct NewKey {
  std::string tenant;
  Role role = Role::tenant;
  std::string name = {};                   // a remark for people
  std::vector<std::string> cnpjs = {};     // of industria and varejo
  std::vector<std::string> networks = {};  // CIDR; empty = from anywhere
  std::string expires = {};  // "2026-12-31" (through that day, UTC) or a time; empty = never
};

struct CreatedKey {
  std::string id;
  std::string text;  // the key itself: shown now and never again
  Role role = Role::tenant;
  std::string tenant;
  std::optional<std::string> expires;  // "2026-12-31T23:59:59Z"
};

// by: who makes it, for the record. Throws Error(config) saying what is wrong with the wishes.
CreatedKey create_key(pg::Connection& idle, const NewKey& wanted, std::string_view by);

// A second key with the rights of the first, which stays alive for `overlap_days` at the most.
// Throws Error(not_found), or Error(config) when the key is dead or has a living successor.
CreatedKey rotate_key(pg::Connection& idle, std::string_view id, int overlap_days,
                      std::string_view by);

// Dead at once here, and within 5 seconds in every server. False: it was dead. Throws
// Error(not_found).
bool revoke_key(pg::Connection& idle, std::string_view id, std::string_view by);

// A key as its owner sends it: gdo_<id>_<256 random bits in base62><CRC-32C in base62>. The
// checksum tells a mistyped key from a wrong one without asking the database.
struct KeyText {
  std::string id;
  std::string text;  // the whole
};

// Throws Error(internal) when the system has no random bytes to give.
KeyText make_key_text();

// The id of a key whose form and checksum are right.
std::optional<std::string> id_of_key(std::string_view text);

using Sha256 = std::array<unsigned char, 32>;
Sha256 sha256_of(std::string_view text);
// Takes the same time whatever differs.
bool same_digest(const Sha256& left, const Sha256& right);

// 256 random bits in base62, 43 characters: a password that nobody types.
std::string random_secret();

}  // namespace gdo::api
