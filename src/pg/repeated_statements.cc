#include "pg/repeated_statements.h"

#include <fmt/format.h>
#include <libpq-events.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cassert>
#include <utility>

namespace gdo::pg {
namespace {

// Statements of a connection that are known, prepared or not yet.
constexpr std::size_t kMostKnown = 256;

// libpq keeps the memory with the connection, and says when that goes.
int on_event(PGEventId event, void* info, void* /*unused*/) {
  if (event != PGEVT_CONNDESTROY) return 1;
  const auto* const destroyed = static_cast<PGEventConnDestroy*>(info);
  delete static_cast<StatementMemory*>(PQinstanceData(destroyed->conn, on_event));
  return 1;
}

// Only what gives the same columns whenever it is asked: not FETCH, nor EXPLAIN.
bool may_be_prepared(std::string_view sql) {
  while (!sql.empty()) {
    if (sql.starts_with("--")) {
      sql.remove_prefix(std::min(sql.size(), sql.find('\n')));
    } else if (sql.front() == ' ' || sql.front() == '\n') {
      sql.remove_prefix(1);
    } else {
      break;
    }
  }
  return sql.starts_with("SELECT") || sql.starts_with("WITH");
}

bool failed(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_FATAL_ERROR || status == PGRES_BAD_RESPONSE ||
         status == PGRES_PIPELINE_ABORTED;
}

// The answers to `sent` statements and the end of the trip: the first that failed, else the last.
PGresult* received(PGconn* connection, std::size_t sent) {
  PGresult* kept = nullptr;
  for (std::size_t i = 0; i < sent; ++i) {
    PGresult* const result = PQgetResult(connection);
    if (result == nullptr) break;  // the connection is lost
    while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
    if (kept != nullptr && failed(kept)) {
      PQclear(result);
      continue;
    }
    PQclear(kept);
    kept = result;
  }
  if (PQstatus(connection) == CONNECTION_OK) PQclear(PQgetResult(connection));
  PQexitPipelineMode(connection);
  return kept;
}

}  // namespace

ParamArrays::ParamArrays(std::span<const Param> params) {
  for (const Param& param : params) {
    values.push_back(param.value() ? param.value()->data() : nullptr);
    lengths.push_back(param.value() ? static_cast<int>(param.value()->size()) : 0);
    formats.push_back(param.binary() ? 1 : 0);
  }
}

StatementMemory* StatementMemory::of(PGconn* connection) {
  return static_cast<StatementMemory*>(PQinstanceData(connection, on_event));
}

// Null when it is not to be prepared; else what is known of it from now on.
StatementMemory::Known* StatementMemory::known(const std::string& sql) {
  if (!may_be_prepared(sql)) return nullptr;
  Known& one = statements_[sql];
  one.asked = ++clock_;
  return &one;
}

void StatementMemory::forget_oldest(std::vector<std::string>& deallocate) {
  while (statements_.size() > kMostKnown) {
    const auto oldest = std::min_element(
        statements_.begin(), statements_.end(),
        [](const auto& left, const auto& right) { return left.second.asked < right.second.asked; });
    if (!oldest->second.name.empty()) deallocate.push_back("DEALLOCATE " + oldest->second.name);
    statements_.erase(oldest);
  }
}

PGresult* StatementMemory::query(PGconn* connection, const std::string& sql,
                                 const ParamArrays& params) {
  Known* const one = known(sql);
  const bool again = one != nullptr && one->name.empty() && one->seen++ > 0;
  if (again) one->name = fmt::format("gdo_{}", clock_);
  if (has_ahead() || again) return travel(connection, &sql, &params, one, again);
  if (one != nullptr && !one->name.empty()) {
    return PQexecPrepared(connection, one->name.c_str(), params.size(), params.values.data(),
                          params.lengths.data(), params.formats.data(), 0);
  }
  return PQexecParams(connection, sql.c_str(), params.size(), nullptr, params.values.data(),
                      params.lengths.data(), params.formats.data(), 0);
}

PGresult* StatementMemory::flush(PGconn* connection) {
  PGresult* const result = travel(connection, nullptr, nullptr, nullptr, false);
  if (result == nullptr || failed(result)) return result;
  PQclear(result);
  return nullptr;
}

PGresult* StatementMemory::travel(PGconn* connection, const std::string* sql,
                                  const ParamArrays* params, Known* statement, bool prepare) {
  std::vector<std::string> first = std::exchange(ahead_, {});
  forget_oldest(first);
  if (PQenterPipelineMode(connection) != 1) return nullptr;
  std::size_t sent = 0;
  const auto count = [&sent](int result) { sent += result == 1 ? 1 : 0; };
  for (const std::string& one : first) {
    count(PQsendQueryParams(connection, one.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0));
  }
  const bool by_name = statement != nullptr && !statement->name.empty();
  if (prepare) {
    count(PQsendPrepare(connection, statement->name.c_str(), sql->c_str(), 0, nullptr));
  }
  if (by_name) {
    count(PQsendQueryPrepared(connection, statement->name.c_str(), params->size(),
                              params->values.data(), params->lengths.data(), params->formats.data(),
                              0));
  } else if (sql != nullptr) {
    count(PQsendQueryParams(connection, sql->c_str(), params->size(), nullptr,
                            params->values.data(), params->lengths.data(), params->formats.data(),
                            0));
  }
  PQpipelineSync(connection);
  PGresult* const result = received(connection, sent);
  // Whether it was prepared before something failed is not known: next time under another name.
  if (prepare && (result == nullptr || failed(result))) statement->name.clear();
  return result;
}

void remember_statements(Connection& connection) {
  PGconn* const native = connection.native();
  if (StatementMemory::of(native) != nullptr) return;
  auto memory = std::make_unique<StatementMemory>();
  if (PQregisterEventProc(native, on_event, "gdo", nullptr) != 1) return;
  if (PQsetInstanceData(native, on_event, memory.get()) == 1) static_cast<void>(memory.release());
}

void send_ahead(Connection& connection, std::vector<std::string> statements) {
  StatementMemory* const memory = StatementMemory::of(connection.native());
  if (memory != nullptr) {
    assert(!memory->has_ahead());
    memory->set_ahead(std::move(statements));
    return;
  }
  for (const std::string& one : statements) connection.execute(one);
}

void start_rollback(Connection& connection) noexcept {
  if (StatementMemory* const memory = StatementMemory::of(connection.native())) {
    memory->drop_ahead();
  }
  if (connection.in_transaction()) PQsendQuery(connection.native(), "ROLLBACK");
}

bool settle(Connection& connection) noexcept {
  PGconn* const native = connection.native();
  if (PQstatus(native) != CONNECTION_OK) return false;
  while (PGresult* result = PQgetResult(native)) PQclear(result);
  return PQstatus(native) == CONNECTION_OK && !connection.in_transaction();
}

}  // namespace gdo::pg
