#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>

#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::app {

// The trace in log_processamento of an answer that shows personal data: who took what, never a
// value. Made before the first byte is shown; throws Error(config) when it cannot be stored.
class Disclosure {
 public:
  // what: "service_lotes_abate", "eudr". details: the options that chose the rows.
  Disclosure(pg::Connection& connection, std::string what, nlohmann::json details);
  void complete(std::int64_t rows);

 private:
  control::LogEntry entry(control::LogStatus status) const;

  pg::Connection& connection_;
  std::string what_;
  nlohmann::json details_;
  control::LogManager log_;
};

}  // namespace gdo::app
