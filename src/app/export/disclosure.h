#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::app {

// The trace in log_processamento of an export that shows personal data: who took what, never a
// value. Nothing is shown that could not be noted first.
class Disclosure {
 public:
  // what: "service_lotes_abate", "eudr". details: the options that chose the rows.
  Disclosure(pg::Connection& connection, std::string what, nlohmann::json details);
  void complete(std::int64_t rows);

 private:
  LogEntry entry(LogStatus status) const;

  pg::Connection& connection_;
  std::string what_;
  nlohmann::json details_;
  LogManager log_;
};

}  // namespace gdo::app
