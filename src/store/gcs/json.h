#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store/object_store.h"

namespace gdo::store {

// What servers answer, read strictly where a mistake would matter: an answer that was cut short or
// garbled gives nothing, and the request is made again.

// An object's metadata; its name as in the bucket, "" where it was left out. Empty when generation
// or size is missing or no number.
std::optional<ObjectInfo> parse_gcs_object(std::string_view json);

struct GcsListPage {
  std::vector<ObjectInfo> objects;  // names as in the bucket
  std::string next;                 // token; "" = last page
};
std::optional<GcsListPage> parse_gcs_list(std::string_view json);

struct GcsRewrite {
  bool done = false;
  std::string token;                   // of the next call, when not done
  std::optional<ObjectInfo> resource;  // the new object, when done
};
std::optional<GcsRewrite> parse_gcs_rewrite(std::string_view json);

// What a refusal says: error.message, error.errors[0].reason; "" where it does not.
struct GcsRefusal {
  std::string message;
  std::string reason;
};
GcsRefusal parse_gcs_refusal(std::string_view body);

// Nanoseconds since 1970 of an RFC 3339 time; empty when it is none.
std::optional<std::int64_t> parse_rfc3339(std::string_view text);

}  // namespace gdo::store
