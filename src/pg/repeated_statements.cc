#include "pg/repeated_statements.h"

#include <fmt/format.h>
#include <libpq-events.h>
#include <libpq-fe.h>

#include <algorithm>
#include <cassert>
#include <utility>

#include "base/error.h"
#include "pg/sqlstate.h"

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

// The answers to what was sent, of which some are queries, and the end of the trip: the queries'
// results, or the first of all that failed; null when the connection is lost.
std::vector<PGresult*> received(PGconn* connection, const std::vector<bool>& is_query) {
  std::vector<PGresult*> answers;
  PGresult* failure = nullptr;
  bool lost = false;
  for (const bool query : is_query) {
    PGresult* const result = PQgetResult(connection);
    lost = result == nullptr;
    if (lost) break;
    while (PGresult* rest = PQgetResult(connection)) PQclear(rest);
    if (failure == nullptr && failed(result)) {
      failure = result;
    } else if (failure == nullptr && query) {
      answers.push_back(result);
    } else {
      PQclear(result);
    }
  }
  if (PQstatus(connection) == CONNECTION_OK) PQclear(PQgetResult(connection));
  PQexitPipelineMode(connection);
  if (failure == nullptr && !lost) return answers;
  for (PGresult* answer : answers) PQclear(answer);
  return {failure};
}

}  // namespace

ParamArrays::ParamArrays(std::span<const Param> params) {
  for (const Param& param : params) {
    const bool cut =
        !param.binary() && param.value() && param.value()->find('\0') != std::string::npos;
    if (cut) {
      throw Error(ErrorKind::database, "a text for PostgreSQL holds a NUL byte (SQLSTATE 22021)",
                  "22021");
    }
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
  if (!prepares_ || !may_be_prepared(sql)) return nullptr;
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

StatementMemory::Traveller StatementMemory::traveller(const std::string& sql,
                                                      const ParamArrays& params) {
  Known* const one = known(sql);
  const bool again = one != nullptr && one->name.empty() && one->seen++ > 0;
  if (again) one->name = fmt::format("gdo_{}", clock_);
  return {sql, params, one, one == nullptr ? "" : one->name, again};
}

PGresult* StatementMemory::query(PGconn* connection, const std::string& sql,
                                 const ParamArrays& params) {
  const Traveller one = traveller(sql, params);
  if (has_ahead() || one.prepare) {
    return travel(connection, std::span<const Traveller>(&one, 1)).front();
  }
  if (!one.name.empty()) {
    return PQexecPrepared(connection, one.name.c_str(), params.size(), params.values.data(),
                          params.lengths.data(), params.formats.data(), 0);
  }
  return PQexecParams(connection, sql.c_str(), params.size(), nullptr, params.values.data(),
                      params.lengths.data(), params.formats.data(), 0);
}

std::vector<PGresult*> StatementMemory::query_all(PGconn* connection,
                                                  std::span<const Question> questions) {
  std::vector<ParamArrays> params;
  for (const Question& question : questions) params.emplace_back(question.params);
  std::vector<Traveller> travellers;
  for (std::size_t i = 0; i < questions.size(); ++i) {
    travellers.push_back(traveller(questions[i].sql, params[i]));
  }
  return travel(connection, travellers);
}

PGresult* StatementMemory::flush(PGconn* connection) {
  const std::vector<PGresult*> results = travel(connection, {});
  return results.empty() ? nullptr : results.front();
}

int StatementMemory::send(PGconn* connection, const Traveller& one) {
  const ParamArrays& params = one.params;
  if (!one.name.empty()) {
    return PQsendQueryPrepared(connection, one.name.c_str(), params.size(), params.values.data(),
                               params.lengths.data(), params.formats.data(), 0);
  }
  return PQsendQueryParams(connection, one.sql.c_str(), params.size(), nullptr,
                           params.values.data(), params.lengths.data(), params.formats.data(), 0);
}

std::vector<PGresult*> StatementMemory::travel(PGconn* connection,
                                               std::span<const Traveller> travellers) {
  std::vector<std::string> first = std::exchange(ahead_, {});
  forget_oldest(first);
  if (PQenterPipelineMode(connection) != 1) return {nullptr};
  std::vector<bool> sent;
  const auto count = [&sent](int result, bool is_query) {
    if (result == 1) sent.push_back(is_query);
  };
  for (const std::string& one : first) {
    count(PQsendQueryParams(connection, one.c_str(), 0, nullptr, nullptr, nullptr, nullptr, 0),
          false);
  }
  for (const Traveller& one : travellers) {
    if (one.prepare) {
      count(PQsendPrepare(connection, one.name.c_str(), one.sql.c_str(), 0, nullptr), false);
    }
    count(send(connection, one), true);
  }
  PQpipelineSync(connection);
  std::vector<PGresult*> results = received(connection, sent);
  const bool refused = !results.empty() && failed(results.front());
  if (!refused && results.size() == travellers.size()) return results;
  // Whether it was prepared before something failed is not known: next time under another name.
  for (const Traveller& one : travellers) {
    if (one.prepare) one.statement->name.clear();
  }
  if (refused) return results;
  for (PGresult* const result : results) PQclear(result);
  return {nullptr};
}

std::vector<Result> query_all(Connection& connection, std::span<const Question> questions) {
  std::vector<Result> results;
  if (questions.empty()) return results;
  if (questions.size() == 1) {
    results.push_back(connection.query(questions.front().sql, questions.front().params));
    return results;
  }
  StatementMemory none(false);
  StatementMemory* const memory = StatementMemory::of(connection.native());
  for (PGresult* const one :
       (memory == nullptr ? none : *memory).query_all(connection.native(), questions)) {
    results.emplace_back(one);
    if (failed(one)) {
      throw failure(connection.native(), one, "PostgreSQL refused one of several questions");
    }
  }
  return results;
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

bool await_rollback(Connection& connection) noexcept {
  PGconn* const native = connection.native();
  if (PQstatus(native) != CONNECTION_OK) return false;
  while (PGresult* result = PQgetResult(native)) PQclear(result);
  return PQstatus(native) == CONNECTION_OK && !connection.in_transaction();
}

}  // namespace gdo::pg
