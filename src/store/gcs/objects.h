#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "store/gcs/caller.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// Single calls about one object. Names are the lake's. They throw Error(transient) when all
// attempts failed, Error(lake) when the server refuses this object, and what GcsCaller::call
// throws.

// The object's metadata; empty when there is no such object.
Task<std::optional<ObjectInfo>> stat_gcs(GcsCaller& caller, std::string name);

// Deletes that version; true when it is gone then (also when it was not there).
Task<bool> delete_gcs(GcsCaller& caller, std::string name, std::int64_t generation);

// Whether the object's bytes are `content`, by size and CRC32C; reads it where the server publishes
// no checksum.
Task<bool> holds_content(GcsCaller& caller, ObjectInfo info, ContentId content);

// What the head of a media answer says of the object.
struct GcsMediaHead {
  std::optional<std::int64_t> generation;
  std::optional<std::uint64_t> size;  // of the whole object as stored
  std::optional<std::uint32_t> crc32c;
  std::int64_t updated_ns = 0;  // whole seconds; 0 = not said
};
GcsMediaHead media_head(const HttpResponse& response);

// Where a partial answer starts (Content-Range); empty when it is not said.
std::optional<std::uint64_t> range_start(const HttpResponse& response);

// The request for one version's stored bytes, from `offset` on.
HttpRequest media_request(const GcsAddress& address, std::string_view name, std::int64_t generation,
                          std::uint64_t offset);

// Reads one version whole, verified.
Task<ReadResult> read_gcs(GcsCaller& caller, ReadRequest request);

// Creates an object that must not exist, in one request or, when it is large, in resumable pieces.
// An attempt whose answer was lost counts when the object has our bytes. `bytes` must live until
// the task ends. Throws Error(lake) when the name is taken.
Task<ObjectInfo> create_gcs(GcsCaller& caller, std::string name, std::string_view bytes);

}  // namespace gdo::store
