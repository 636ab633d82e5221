#pragma once

#include <atomic>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"

namespace gdo::control {

enum class LogStatus { started, success, warning, error, finished };
std::string_view to_text(LogStatus status);

// A row of log_processamento. Texts are Portuguese and hold no payload's value.
struct LogEntry {
  std::string tenant = {};   // empty: whose the lote is
  std::string payload = {};  // empty = NULL
  std::string layer = "raw";
  std::string file_name = {};  // empty = NULL
  LogStatus status = LogStatus::started;
  std::string message = {};
  std::string details = "{}";  // a JSON object
  std::optional<std::int64_t> duration_ms = {};
  std::optional<std::int64_t> records_processed = {};
  std::optional<std::int64_t> records_invalid = {};
  std::optional<std::int64_t> lote_id = {};
};

// Who runs: the columns usuario, hostname, versao_script.
struct RunIdentity {
  std::string user;
  std::string hostname;
  std::string version;
};
RunIdentity this_process();

// Writes log_processamento. A log that cannot be written never stops the work it speaks of, and is
// never lost in silence: it is said on stderr, and counted in lost().
class LogManager {
 public:
  explicit LogManager(RunIdentity identity) : identity_(std::move(identity)) {}

  // Within the caller's open transaction, so that the log commits with the work or not at all.
  void write(pg::Connection& in_transaction, std::span<const LogEntry> entries);
  // On its own, committed at once.
  void write_now(pg::Connection& idle, std::span<const LogEntry> entries);
  void write_now(pg::Connection& idle, const LogEntry& entry) { write_now(idle, {&entry, 1}); }

  std::int64_t lost() const noexcept { return lost_; }
  const RunIdentity& identity() const noexcept { return identity_; }

 private:
  void insert(pg::Connection& connection, std::span<const LogEntry> entries) const;
  void report_lost(std::size_t entries, const Error& error);

  RunIdentity identity_;
  std::atomic<std::int64_t> lost_{0};
};

}  // namespace gdo::control
