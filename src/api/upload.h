#pragma once

#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "api/problem.h"
#include "contract/contract.h"
#include "decode/document_reader.h"
#include "pg/connection.h"
#include "store/object_store.h"

// Documents that producers send to the API: judged as they come, and put into pending/, so that one
// way loads everything.

namespace gdo::api {

struct Upload {
  std::string tenant;
  const contract::Payload& payload;
  std::string name;            // the file's, as the sender calls it; may be empty
  std::string content_digest;  // the header, RFC 9530; may be empty
  std::string_view body;       // whole; as it was sent, perhaps compressed
};

// Why nothing was taken.
struct UploadProblem {
  std::string_view code;  // of docs/interface.md: documento_invalido, parametro_invalido
  Text detail;
  std::string parameter = {};
  std::int64_t line = 0;  // of a broken document, from 1
  std::int64_t column = 0;
};

struct UploadAnswer {
  std::optional<UploadProblem> problem = {};
  bool duplicate = false;
  nlohmann::ordered_json document = {};  // as docs/interface.md says; null when there is a problem
};

// Judges; changes nothing.
[[nodiscard]] UploadAnswer validate_upload(const Upload& upload, const decode::ReadLimits& limits);

// Judges, and puts the document into pending/, whole or not at all. The same bytes of the same
// tenant and payload, loaded before or still waiting, are put once: then duplicate is true.
// tenant's rows of the ledger must be visible to the connection. Throws what the store throws.
[[nodiscard]] UploadAnswer take_upload(const Upload& upload, const decode::ReadLimits& limits,
                                       store::ObjectStore& lake, pg::Connection& connection);

struct LineAndColumn {
  std::int64_t line = 1;    // from 1
  std::int64_t column = 1;  // from 1, in bytes
};

// Where these offsets of the uncompressed document lie. Takes memory for them only, however many
// lines there are.
std::map<std::uint64_t, LineAndColumn> places_of(decode::ByteSource source,
                                                 const decode::ReadLimits& limits,
                                                 const std::set<std::uint64_t>& offsets);

}  // namespace gdo::api
