#include "store/content_hasher.h"

#include <openssl/evp.h>

#include "base/error.h"
#include "store/crc32c.h"

namespace gdo::store {
namespace {

// Looked up once: EVP_sha256() alone makes OpenSSL 3 search its providers at every start.
const EVP_MD* sha256() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

void begin(EVP_MD_CTX* context) {
  if (EVP_DigestInit_ex2(context, sha256(), nullptr) != 1)
    throw Error(ErrorKind::internal, "OpenSSL cannot compute SHA-256");
}

}  // namespace

ContentHasher::ContentHasher() : context_(EVP_MD_CTX_new()) { begin(context_); }

ContentHasher::~ContentHasher() { EVP_MD_CTX_free(context_); }

void ContentHasher::update(std::string_view bytes) {
  EVP_DigestUpdate(context_, bytes.data(), bytes.size());
  id_.crc32c = crc32c(bytes, id_.crc32c);
  id_.size += bytes.size();
}

ContentId ContentHasher::finish() {
  unsigned int length = 0;
  EVP_DigestFinal_ex(context_, reinterpret_cast<unsigned char*>(id_.sha256.data()), &length);
  const ContentId done = id_;
  id_ = {};
  begin(context_);
  return done;
}

ContentId content_of(std::string_view bytes) {
  ContentHasher hasher;
  hasher.update(bytes);
  return hasher.finish();
}

}  // namespace gdo::store
