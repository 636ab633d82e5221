#pragma once

#include <cstdint>
#include <map>
#include <set>

#include "decode/document_reader.h"

namespace gdo::api {

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
