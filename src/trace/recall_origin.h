#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/origin_keys.h"
#include "trace/recall.h"

namespace gdo::trace {

// What is called back: lots, or the half-carcasses of one animal.
struct RecallOrigin {
  std::string tenant;
  std::vector<LotKey> lots;  // a number of 0: the plant's day of an animal without lot
  std::optional<std::vector<std::string>> labels;  // of an animal's half-carcasses
};

// Throws as recall() does.
RecallOrigin recall_origin(pg::Connection& connection, const RecallRequest& request);

}  // namespace gdo::trace
