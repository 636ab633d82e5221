#pragma once

#include <cstdint>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "decode/document_reader.h"

// A document judged as raw and trusted would, without a database.
namespace gdo::api {

// As registro_rejeitado.motivos has it.
struct CheckedReason {
  std::string field = {};
  std::string rule = {};
  std::string action = {};
  std::optional<std::string> value = {};
  std::string message = {};
  std::string message_en = {};  // empty when there is none
  std::string list = {};        // the child array, if the field is of one of its elements
  std::int32_t element = 0;
  std::uint64_t offset = 0;  // in the uncompressed document
};

// The reason as answers have it; line and column, from 1, are those of its offset.
nlohmann::ordered_json reason_json(const CheckedReason& reason, std::int64_t line,
                                   std::int64_t column);

struct CheckedItem {
  std::int64_t record_number = 0;
  std::int32_t item_number = 0;
  std::uint64_t offset = 0;  // in the uncompressed document
  std::string entity = {};   // empty: it is not known which
  bool rejected = false;
  std::vector<CheckedReason> reasons = {};

  // "aceito", "com_avisos" or "rejeitado".
  [[nodiscard]] const char* verdict() const;
};

struct DocumentCheck {
  std::int64_t records = 0;
  // Of items; each is counted once.
  std::int64_t accepted = 0;
  std::int64_t noted = 0;  // accepted, with remarks
  std::int64_t rejected = 0;
  // The document is broken and would load nothing: what was seen of it counts for nothing.
  std::optional<decode::DocumentFault> fault;
};

struct DocumentCheckOptions {
  std::string tenant = {};      // whose records; empty = any may be named
  std::int64_t version_us = 0;  // the future begins after it; since 1970, UTC
  decode::ReadLimits limits = {};
};

// Judges record by record as they come; take is called for each item, in order.
[[nodiscard]] DocumentCheck check_document(decode::ByteSource source,
                                           const contract::Payload& payload,
                                           const DocumentCheckOptions& options,
                                           const std::function<void(CheckedItem&&)>& take);

}  // namespace gdo::api
