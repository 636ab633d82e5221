#include "api/key_text.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include <algorithm>
#include <cstdint>

#include "base/error.h"
#include "store/crc32c.h"

namespace gdo::api {
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
