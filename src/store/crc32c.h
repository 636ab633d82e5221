#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace gdo::store {

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
