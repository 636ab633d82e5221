#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/object_store.h"

typedef struct evp_md_ctx_st EVP_MD_CTX;  // NOLINT(modernize-use-using): OpenSSL's own declaration

namespace gdo::store {

// Computes what recognises an object's stored bytes, in one pass over them.
class ContentHasher {
 public:
  ContentHasher();
  ~ContentHasher();
  ContentHasher(const ContentHasher&) = delete;
  ContentHasher& operator=(const ContentHasher&) = delete;

  void update(std::string_view bytes);
  // Of all bytes so far; starts anew.
  ContentId finish();

 private:
  EVP_MD_CTX* context_;
  ContentId id_;
};

// Of bytes that are all there.
ContentId content_of(std::string_view bytes);

// CRC32C (Castagnoli, RFC 3720 appendix B.4) of `bytes` appended to what `before` is the checksum
// of.
std::uint32_t crc32c(std::string_view bytes, std::uint32_t before = 0) noexcept;

// The same without the processor's own instruction: for processors that lack it, and for tests.
std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t before = 0) noexcept;

// As GCS writes checksums: base64 of the four bytes, most significant first.
std::string crc32c_to_base64(std::uint32_t crc);
// Empty when the text is not that.
std::optional<std::uint32_t> crc32c_from_base64(std::string_view text) noexcept;

}  // namespace gdo::store
