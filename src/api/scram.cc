#include "api/scram.h"

#include <fmt/format.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/rand.h>

#include <array>

#include "api/key_text.h"
#include "base/base64.h"
#include "base/error.h"

namespace gdo::api {
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
