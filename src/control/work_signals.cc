#include "control/work_signals.h"

#include <string_view>

#include "pg/connection.h"

namespace gdo::control {
namespace {

constexpr std::string_view kTrusted = "trusted";
constexpr std::string_view kGold = "service/";

void notify(pg::Connection& in_transaction, const std::string& payload) {
  in_transaction.query("SELECT pg_notify('gdo_trabalho', $1)", {payload});
}

}  // namespace

void signal_trusted(pg::Connection& in_transaction) {
  notify(in_transaction, std::string(kTrusted));
}

void signal_gold(pg::Connection& in_transaction, const std::string& tenant) {
  notify(in_transaction, std::string(kGold) + tenant);
}

WorkSignals::WorkSignals(const pg::ConnectOptions& server) : connection_(server) {
  connection_.query("LISTEN gdo_trabalho");
}

int WorkSignals::descriptor() { return pg::descriptor_of(connection_); }

void WorkSignals::poll() {
  for (const std::string& payload : pg::take_payloads(connection_)) {
    if (payload == kTrusted) trusted_ = true;
    if (payload.starts_with(kGold)) tenants_.insert(payload.substr(kGold.size()));
  }
}

}  // namespace gdo::control
