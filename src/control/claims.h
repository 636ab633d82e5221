#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "control/log_manager.h"
#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::control {

// This process's right to hold files: a row of `reserva` kept fresh from a connection of its own,
// whose session holds the advisory lock of the same number. When the process dies, PostgreSQL
// closes that session and others may take its files at once; when only its clock stops, after
// `lease`. Release happens in the destructor.
class LeaseSession {
 public:
  LeaseSession(const pg::ConnectOptions& options, const RunIdentity& identity,
               std::chrono::milliseconds lease);
  ~LeaseSession();
  LeaseSession(const LeaseSession&) = delete;
  LeaseSession& operator=(const LeaseSession&) = delete;

  // What arquivo.lease_token holds for the files of this process.
  std::int64_t token() const noexcept { return token_; }

 private:
  void open_session();
  void keep_alive();
  void heartbeat();

  const pg::ConnectOptions options_;
  const RunIdentity identity_;
  const std::chrono::milliseconds lease_;
  const std::int64_t token_;
  pg::Connection connection_;
  std::mutex mutex_;
  std::condition_variable stop_;
  bool stopping_ = false;
  std::thread thread_;
};

// A file as it was found in pending/.
struct Delivery {
  store::ObjectInfo object;  // name below the lake's root
  std::string file_name;     // below pending/<folder>/, storable as text
};

// A file that this process holds: the ledger row `id` carries its lease.
struct ClaimedFile {
  std::int64_t id = 0;
  Delivery delivery;
};

// Files of one payload and tenant that will commit together.
struct LotePlan {
  std::int64_t lote_id = 0;
  std::string payload;
  std::string tenant;
  std::vector<ClaimedFile> files;
  std::int64_t processed_at_us = 0;  // microseconds since 1970, the server's clock
  std::string partition;             // the raw partition its rows go to
  bool streamed = false;             // one file, too large to hold in memory
};

struct RecordCounts {
  std::int64_t read = 0;
  std::int64_t loaded = 0;
  std::int64_t rejected = 0;
  std::int64_t duplicates = 0;

  RecordCounts& operator+=(const RecordCounts& other) {
    read += other.read;
    loaded += other.loaded;
    rejected += other.rejected;
    duplicates += other.duplicates;
    return *this;
  }
};

// Why a file loads nothing: row of the ledger, log and `erros` of the run's report.
struct FileError {
  std::string file_name;
  std::string code;
  std::string message;
  std::int64_t line = 0;
  std::int64_t column = 0;
};

// Takes and gives back files in the ledger. A claim is a short transaction of its own; whoever
// listed the same file at the same moment gets it or not, never both.
class Claims {
 public:
  // lease: LeaseSession::token(); lake: ObjectStore::uri(). References must outlive the object.
  Claims(pg::Connection& connection, LogManager& log, std::int64_t lease, std::string lake)
      : connection_(connection), log_(log), lease_(lease), lake_(std::move(lake)) {}

  // A plan with those of the deliveries that this process now holds, perhaps none; with its lote's
  // number and time (the server's clock). Files that another live process holds, or that are loaded
  // and only wait to be moved, are left out.
  LotePlan claim(const std::string& payload, const std::string& tenant,
                 std::span<const Delivery> deliveries);

  // Forgets claims without a result: the files stay in pending/ for the next run.
  void release(std::span<const std::int64_t> ids);

  // The same for deliveries whose claims may have been stored, as far as anybody knows.
  void release(std::span<const Delivery> deliveries);

  // The same for all claims of this process: the end of a run that failed.
  void release_all();

  // Forgets the claims of dead processes: what is still in pending/ can be claimed anew.
  void forget_abandoned();

  // The address of an object, as arquivo.caminho holds it, and back (empty: in another lake).
  std::string address(const std::string& object_name) const;
  std::string object_name(const std::string& address) const;

 private:
  std::string dead_leases(const std::optional<std::string>& addresses);

  pg::Connection& connection_;
  LogManager& log_;
  const std::int64_t lease_;
  const std::string lake_;
};

}  // namespace gdo::control
