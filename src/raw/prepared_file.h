#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "control/claims.h"
#include "raw/file_decoder.h"

namespace gdo::raw {

// The place of a file among all deliveries of its records: the newer version wins in trusted,
// whatever the order of loading. Compared member by member.
struct FileVersion {
  bool believed = true;        // false: the name's time is later than the object's own and a day
  std::int64_t time_us = 0;    // the time in the file's name if it is believed, else the object's
  std::int64_t object_us = 0;  // the object's own
  std::int64_t generation = 0;
  std::int64_t hash = 0;  // of name and content
  auto operator<=>(const FileVersion&) const = default;
};
// Whether the time in a name may be when the file was made, by the object's own time (both in
// microseconds).
bool is_believed(std::int64_t named_us, std::int64_t object_us);
FileVersion version_of(const control::Delivery& delivery, const store::ContentId& content);

enum class FileStatus {
  loaded,
  duplicate,      // its bytes are loaded already, from another delivery
  error,          // broken: loads nothing
  same_delivery,  // this very delivery was loaded and not yet moved when it was listed
};
std::string_view to_text(FileStatus status);

// A file whose records are decoded.
struct PreparedFile {
  control::ClaimedFile file;
  FileStatus status = FileStatus::loaded;
  std::int64_t original_id = 0;  // of a duplicate or of the same delivery: the ledger row
  store::ContentId content;
  FileVersion version;
  control::RecordCounts counts;
  std::optional<control::FileError> error;
  std::size_t first_row = 0;  // of the piece that it was read with
  std::size_t end_row = 0;
  std::int64_t repeated_members = 0;
  std::uint64_t uncompressed_bytes = 0;
  std::int64_t duration_ms = 0;
  std::string looks_like;  // another payload, of a file whose every record was refused; or empty
};

}  // namespace gdo::raw
