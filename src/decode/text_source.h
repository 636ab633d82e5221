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

// Tells by the first bytes whether the file is gzip, zstd or plain, when it is first read.
std::unique_ptr<TextSource> open_text(ByteSource source, const ReadLimits& limits);

}  // namespace gdo::decode
