#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/document_reader.h"

namespace gdo::test {

struct ReferenceRecord {
  std::string bytes;
  std::uint64_t offset = 0;
  std::uint64_t size = 0;
  std::optional<decode::RecordFault> fault;
};

struct ReferenceFault {
  std::string code;
  std::uint64_t offset = 0;
  // The reader may report a later byte, because the one to blame is no longer in memory.
  bool vague = false;
};

struct ReferenceResult {
  std::vector<ReferenceRecord> records;
  std::optional<ReferenceFault> fault;
};

// What DocumentReader must make of an uncompressed text: a second implementation, recursive, slow,
// and with the whole text at hand.
ReferenceResult read_by_reference(std::string_view text, const decode::ReadLimits& limits,
                                  const std::vector<std::string>& container = {});

// Whether it is one JSON text by RFC 8259, in valid UTF-8.
bool is_json_by_reference(std::string_view text);

}  // namespace gdo::test
