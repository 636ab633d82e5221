#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "trace/trace_tree.h"

namespace gdo::trace {

// An open rejection, and as much of its key as its bytes show.
struct OpenRejection {
  std::int64_t id = 0;
  std::string payload;
  std::string file;
  std::int64_t record_number = 0;
  std::int64_t file_id = 0;
  std::string rule;
  PlantDay of;                // empty parts cannot be read
  bool day_guessed = false;   // the record says none: its file's, or none at all
  std::int64_t lot = 0;       // of escala and animais; 0 = cannot be read
  std::string deboning_unit;  // of desossa
  std::string order;
  std::vector<LotKey> lots;  // of desossa: those it names
};

// Of a rejected record's bytes. What cannot be read stays empty.
void read_rejected_key(const std::string& bytes, OpenRejection& rejection);

// The newest of each payload first, a bounded number. A record of escala or desossa without a day
// of its own has that of most records of its file.
std::vector<OpenRejection> open_rejections(pg::Connection& connection, const std::string& tenant,
                                           const std::vector<std::string>& payloads);

}  // namespace gdo::trace
