#include "store/content_hasher.h"

#include <nmmintrin.h>
#include <openssl/evp.h>

#include <array>
#include <bit>
#include <cstddef>
#include <cstring>

#include "base/error.h"

#if defined(__x86_64__)

#endif

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

namespace {

constexpr std::uint32_t kPolynomial = 0x82F63B78;  // reflected

using Tables = std::array<std::array<std::uint32_t, 256>, 8>;

constexpr Tables make_tables() {
  Tables tables{};
  for (std::uint32_t byte = 0; byte < 256; ++byte) {
    std::uint32_t crc = byte;
    for (int bit = 0; bit < 8; ++bit) crc = (crc >> 1U) ^ ((crc & 1U) != 0 ? kPolynomial : 0U);
    tables[0][byte] = crc;
  }
  for (std::size_t table = 1; table < 8; ++table) {
    for (std::size_t byte = 0; byte < 256; ++byte) {
      const std::uint32_t before = tables[table - 1][byte];
      tables[table][byte] = (before >> 8U) ^ tables[0][before & 0xFFU];
    }
  }
  return tables;
}

constexpr Tables kTables = make_tables();

std::uint32_t step(std::uint32_t crc, char byte) noexcept {
  return (crc >> 8U) ^ kTables[0][(crc ^ static_cast<unsigned char>(byte)) & 0xFFU];
}

std::uint64_t load64(const char* from) noexcept {
  std::uint64_t word = 0;
  std::memcpy(&word, from, sizeof word);
  if constexpr (std::endian::native == std::endian::big) word = __builtin_bswap64(word);
  return word;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) std::uint32_t crc32c_sse42(std::string_view bytes,
                                                             std::uint32_t before) noexcept {
  std::uint64_t crc = before ^ 0xFFFFFFFFU;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) crc = _mm_crc32_u64(crc, load64(at));
  auto narrow = static_cast<std::uint32_t>(crc);
  for (; left > 0; ++at, --left) narrow = _mm_crc32_u8(narrow, static_cast<unsigned char>(*at));
  return narrow ^ 0xFFFFFFFFU;
}
#endif

using Function = std::uint32_t (*)(std::string_view, std::uint32_t) noexcept;

Function fastest() noexcept {
#if defined(__x86_64__)
  if (__builtin_cpu_supports("sse4.2") != 0) return crc32c_sse42;
#endif
  return crc32c_portable;
}

constexpr std::string_view kBase64 =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

}  // namespace

std::uint32_t crc32c_portable(std::string_view bytes, std::uint32_t before) noexcept {
  std::uint32_t crc = ~before;
  const char* at = bytes.data();
  std::size_t left = bytes.size();
  for (; left >= 8; at += 8, left -= 8) {  // eight bytes a step, a table for each of them
    std::uint64_t word = load64(at) ^ crc;
    crc = 0;
    for (std::size_t table = 8; table-- > 0; word >>= 8U) crc ^= kTables[table][word & 0xFFU];
  }
  for (; left > 0; ++at, --left) crc = step(crc, *at);
  return ~crc;
}

std::uint32_t crc32c(std::string_view bytes, std::uint32_t before) noexcept {
  static const Function function = fastest();
  return function(bytes, before);
}

std::string crc32c_to_base64(std::uint32_t crc) {
  std::string text;
  const std::uint64_t bits = std::uint64_t{crc} << 4U;  // 36 bits: six digits
  for (unsigned digit = 6; digit-- > 0;) text += kBase64[(bits >> (digit * 6U)) & 63U];
  return text + "==";
}

std::optional<std::uint32_t> crc32c_from_base64(std::string_view text) noexcept {
  if (text.size() != 8 || !text.ends_with("==")) return std::nullopt;
  std::uint64_t bits = 0;
  for (const char digit : text.substr(0, 6)) {
    const std::size_t value = kBase64.find(digit);
    if (value == std::string_view::npos) return std::nullopt;
    bits = (bits << 6U) | value;
  }
  return static_cast<std::uint32_t>(bits >> 4U);
}

}  // namespace gdo::store
