#include "control/claims.h"

#include <unistd.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>
#include <utility>

#include "base/log.h"
#include "base/outside_text.h"
#include "embedded/control_sql.h"

namespace gdo::control {
namespace {

using std::chrono::milliseconds;

std::int64_t random_token() {
  std::random_device random;
  const std::uint64_t bits = (std::uint64_t{random()} << 32U) | random();
  return static_cast<std::int64_t>(bits >> 2U) + 1;
}

}  // namespace

LeaseSession::LeaseSession(const pg::ConnectOptions& options, const RunIdentity& identity,
                           milliseconds lease)
    : options_(options),
      identity_(identity),
      lease_(lease),
      token_(random_token()),
      connection_(options) {
  open_session();
  thread_ = std::thread([this] { keep_alive(); });
}

LeaseSession::~LeaseSession() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  stop_.notify_all();
  thread_.join();
  try {
    connection_.query("DELETE FROM reserva WHERE id = $1", {token_});
  } catch (const Error& error) {
    log::debug("the lease was left to expire: {}", error.what());
  }
}

void LeaseSession::open_session() {
  connection_.query("SELECT pg_advisory_lock($1)", {token_});
  connection_.query(control_sql::open_lease,
                    {token_, identity_.hostname, identity_.user, static_cast<int>(getpid()),
                     static_cast<std::int64_t>(lease_.count())});
  connection_.query(
      "DELETE FROM reserva WHERE valida_ate < statement_timestamp() - interval '1 day'");
}

void LeaseSession::keep_alive() {
  const auto pause = std::clamp<milliseconds>(lease_ / 6, milliseconds(20), milliseconds(5000));
  std::unique_lock lock(mutex_);
  while (!stop_.wait_for(lock, pause, [&] { return stopping_; })) {
    lock.unlock();
    heartbeat();
    lock.lock();
  }
}

// A heartbeat that fails is tried again at the next beat on a new session: losing the lease loses
// no data, because the loading transaction checks it before it commits.
void LeaseSession::heartbeat() {
  try {
    const auto result = connection_.query(control_sql::renew_lease,
                                          {token_, static_cast<std::int64_t>(lease_.count())});
    if (result.rows() == 0) open_session();
  } catch (const Error& error) {
    log::debug("lease heartbeat: {}", error.what());
    try {
      connection_ = pg::Connection(options_);
      open_session();
    } catch (const Error& again) {
      log::warn("the lease on this process's files cannot be renewed: {}", again.what());
    }
  }
}

namespace {

std::vector<LogEntry> started(const LotePlan& plan) {
  std::vector<LogEntry> entries;
  for (const ClaimedFile& file : plan.files) {
    entries.push_back({.tenant = plan.tenant,
                       .payload = plan.payload,
                       .file_name = file.delivery.file_name,
                       .status = LogStatus::started,
                       .message = "carga do arquivo iniciada",
                       .lote_id = plan.lote_id});
  }
  return entries;
}

}  // namespace

std::string Claims::address(const std::string& object_name) const {
  return lake_ + "/" + storable_text(object_name);
}

std::string Claims::object_name(const std::string& address) const {
  if (!address.starts_with(lake_ + "/")) return {};
  return bytes_of_stored_text(std::string_view(address).substr(lake_.size() + 1));
}

// The dead holders of those addresses, or of any, as an array.
std::string Claims::dead_leases(const std::optional<std::string>& addresses) {
  const auto result = connection_.query(control_sql::dead_leases, {addresses});
  std::vector<std::int64_t> dead;
  for (int row = 0; row < result.rows(); ++row) dead.push_back(result.integer(row, 0));
  return pg::integer_array(dead);
}

LotePlan Claims::claim(const std::string& payload, const std::string& tenant,
                       std::span<const Delivery> deliveries) {
  pg::JsonRows rows;
  std::vector<std::string> where_found;
  std::map<std::string, const Delivery*> by_address;
  for (const Delivery& delivery : deliveries) {
    const std::string where = address(delivery.object.name);
    // A listing may show an object twice when it changes meanwhile; one statement takes it once.
    if (!by_address.try_emplace(where, &delivery).second) continue;
    where_found.push_back(where);
    rows.begin_row()
        .text("nome", delivery.file_name)
        .text("caminho", where)
        .int8("geracao", delivery.object.generation)
        .int8("tamanho", static_cast<std::int64_t>(delivery.object.size))
        .int8("modificado_us", delivery.object.updated_ns / 1000);
  }

  pg::Transaction transaction(connection_);
  const std::string dead = dead_leases(pg::text_array(where_found));
  const auto claimed = connection_.query(control_sql::claim_files,
                                         {tenant, payload, lease_, std::move(rows).take(), dead});
  const auto numbers = connection_.query(control_sql::next_lote);
  LotePlan plan{.lote_id = numbers.integer(0, 0),
                .payload = payload,
                .tenant = tenant,
                .files = {},
                .processed_at_us = numbers.integer(0, 1),
                .partition = {},
                .streamed = false};
  std::map<std::string, std::int64_t> ids;
  for (int row = 0; row < claimed.rows(); ++row) {
    ids[std::string(claimed.text(row, 1))] = claimed.integer(row, 0);
  }
  for (const auto& [address, id] : ids) plan.files.push_back({id, *by_address.at(address)});
  log_.write(connection_, started(plan));
  transaction.commit();
  return plan;
}

void Claims::release(std::span<const std::int64_t> ids) {
  if (ids.empty()) return;
  connection_.query(control_sql::release_files, {pg::integer_array(ids), lease_});
}

void Claims::release(std::span<const Delivery> deliveries) {
  std::vector<std::string> addresses;
  for (const Delivery& delivery : deliveries) addresses.push_back(address(delivery.object.name));
  connection_.query(control_sql::release_addresses, {pg::text_array(addresses), lease_});
}

void Claims::release_all() {
  connection_.query("DELETE FROM arquivo WHERE status = 'reservado' AND lease_token = $1",
                    {lease_});
}

void Claims::forget_abandoned() {
  connection_.query(
      "DELETE FROM arquivo WHERE status = 'reservado' AND lease_token = ANY ($1::bigint[])",
      {dead_leases(std::nullopt)});
}

}  // namespace gdo::control
