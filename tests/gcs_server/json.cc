#include "gcs_server/json.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <zlib.h>

#include <nlohmann/json.hpp>

#include "store/content_hasher.h"

namespace gdo::gcs_server {
namespace {

using nlohmann::json;

std::string rfc3339(std::int64_t ns) {
  const std::time_t seconds = static_cast<std::time_t>(ns / 1'000'000'000);
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}.{:03}Z", fmt::gmtime(seconds), ns / 1'000'000 % 1000);
}

// Reads a selection up to its closing ')' or end, and applies it.
json selected(const json& from, std::string_view& fields) {
  json kept = json::object();
  while (!fields.empty() && fields.front() != ')') {
    const std::size_t end = std::min(fields.find_first_of(",()"), fields.size());
    const std::string name(fields.substr(0, end));
    fields.remove_prefix(end);
    json value = from.is_object() && from.contains(name) ? from[name] : json();
    if (!fields.empty() && fields.front() == '(') {
      fields.remove_prefix(1);
      std::string_view inner = fields;
      if (value.is_array()) {
        for (json& item : value) {
          inner = fields;
          item = selected(item, inner);
        }
      } else {
        value = selected(value, inner);
      }
      const std::size_t close = fields.find(')');
      fields.remove_prefix(std::min(close, fields.size() - 1) + 1);
    }
    if (!value.is_null() && !(value.is_object() && value.empty())) kept[name] = std::move(value);
    if (!fields.empty() && fields.front() == ',') fields.remove_prefix(1);
  }
  return kept;
}

}  // namespace

json object_json(const Object& object, bool with_crc32c) {
  json resource = {{"kind", "storage#object"},
                   {"name", object.name},
                   {"generation", std::to_string(object.generation)},
                   {"metageneration", "1"},
                   {"size", std::to_string(object.body.bytes.size())},
                   {"contentType", object.content_type},
                   {"timeCreated", rfc3339(object.created_ns)},
                   {"updated", rfc3339(object.created_ns)},
                   {"storageClass", "STANDARD"}};
  if (with_crc32c) resource["crc32c"] = store::crc32c_to_base64(object.crc32c);
  if (!object.md5.empty()) resource["md5Hash"] = object.md5;
  if (!object.content_encoding.empty()) resource["contentEncoding"] = object.content_encoding;
  return resource;
}

void select_fields(Reply& reply, const std::string& fields) {
  if (fields.empty() || reply.status != 200) return;
  const json whole = json::parse(reply.body.bytes, nullptr, false);
  if (whole.is_discarded()) return;
  std::string_view selection = fields;
  reply.body = body_of(selected(whole, selection).dump());
}

Body gunzipped(std::string_view bytes) {
  z_stream stream{};
  inflateInit2(&stream, 15 + 16);
  std::string plain;
  std::string buffer(65536, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  int state = Z_OK;
  while (state == Z_OK) {
    stream.next_out = reinterpret_cast<Bytef*>(buffer.data());
    stream.avail_out = static_cast<uInt>(buffer.size());
    state = inflate(&stream, Z_NO_FLUSH);
    plain.append(buffer, 0, buffer.size() - stream.avail_out);
  }
  inflateEnd(&stream);
  return body_of(std::move(plain));
}

}  // namespace gdo::gcs_server
