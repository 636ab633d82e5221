#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "control/delivery.h"
#include "control/log_manager.h"
#include "pg/connection.h"

namespace gdo::control {

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
