#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "decode/document_reader.h"

namespace gdo::decode {

// Why the stored bytes do not yield a text; code and message as in DocumentFault.
struct SourceFault {
  std::string code;
  std::string message;
};

// The uncompressed bytes of a document, in order.
class TextSource {
 public:
  virtual ~TextSource() = default;
  // Fills `out` with the next bytes; 0 at the end, or when the rest cannot be had: then see
  // fault(). Not called again after that. Throws what the ByteSource throws.
  virtual std::size_t read(std::span<char> out) = 0;
  virtual const std::optional<SourceFault>& fault() const = 0;
};

// The stored bytes, buffered for those who must look before they take.
class StoredBytes {
 public:
  explicit StoredBytes(ByteSource source) : source_(std::move(source)) {}

  // The first bytes of the file, at least `wanted` unless the file is shorter; takes none.
  std::string_view head(std::size_t wanted);
  // The bytes read but not taken yet; when there are none, waits for more. Empty at the end.
  std::string_view buffered();
  void take(std::size_t bytes) { taken_ += bytes; }
  // Takes the next bytes, past the buffer where it can. 0 at the end.
  std::size_t read(std::span<char> out);

 private:
  bool fill();

  ByteSource source_;
  std::vector<char> buffer_;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
  bool ended_ = false;
};

// Whether so many uncompressed bytes out of so few stored ones are beyond the limit, and then the
// fault that says so.
std::optional<SourceFault> check_ratio(const ReadLimits& limits, std::uint64_t stored,
                                       std::uint64_t uncompressed);

// The decompressors. Each accepts several members or frames in a row and nothing behind them.
std::unique_ptr<TextSource> gzip_text(StoredBytes stored, const ReadLimits& limits);
std::unique_ptr<TextSource> zstd_text(StoredBytes stored, const ReadLimits& limits);

// Tells by the first bytes whether the file is gzip, zstd or plain, when it is first read.
std::unique_ptr<TextSource> open_text(ByteSource source, const ReadLimits& limits);

}  // namespace gdo::decode
