#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

#include "gcs_server/api.h"
#include "gcs_server/objects.h"

namespace gdo::gcs_server {

// An object's metadata as the API shows it.
nlohmann::json object_json(const Object& object, bool with_crc32c);

// Keeps of a JSON answer what the parameter `fields` selects, e.g.
// "items(name,size),nextPageToken".
void select_fields(Reply& reply, const std::string& fields);

Body gunzipped(std::string_view bytes);

}  // namespace gdo::gcs_server
