#pragma once

#include <array>
#include <optional>
#include <string>
#include <string_view>

namespace gdo::api {

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
