#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/document_check.h"
#include "app/contract/line_table.h"
#include "contract/contract.h"
#include "decode/document_reader.h"

// A file judged as raw and trusted would, without a database.
namespace gdo::app {

using api::CheckedItem;
using api::CheckedReason;

struct CheckedFile {
  std::string file;
  std::string payload;
  std::int64_t records = 0;
  std::vector<CheckedItem> items;
  // The file is broken and would load nothing: items is empty.
  std::optional<decode::DocumentFault> fault;
  LineTable lines;

  [[nodiscard]] bool good() const;
};

struct FileCheckOptions {
  // Of files whose path names none; empty = records may name any.
  std::string tenant = {};
  decode::ReadLimits limits = {};
};

// name: a path, or "-" for stdin. The future begins after the time in its name, else after its
// modification. Throws Error(config) when it cannot be read.
[[nodiscard]] CheckedFile check_file(const std::string& name, const contract::Payload& payload,
                                     const FileCheckOptions& options);

}  // namespace gdo::app
