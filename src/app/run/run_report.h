#pragma once

#include <chrono>
#include <cstdint>
#include <optional>

#include "gold/service_report.h"
#include "raw/run_report.h"
#include "trusted/run_report.h"

namespace gdo::app {

// What one `gdo run` did, layer by layer; absent ones were not asked for, or not reached.
struct RunReport {
  std::chrono::system_clock::time_point start;
  std::int64_t duration_ms = 0;
  std::optional<raw::RawReport> raw;
  std::optional<trusted::TrustedReport> trusted;
  std::optional<gold::ServiceReport> service;

  bool success() const;
  bool interrupted() const;
  // Nothing was there to do.
  bool idle() const;
};

}  // namespace gdo::app
