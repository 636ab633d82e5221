#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "pg/connection.h"

typedef struct pg_result PGresult;  // NOLINT(modernize-use-using): libpq's own declaration

// For connections that ask the same things all day, as those of a server do: what comes again is
// planned once, and what must be said first travels with the first question.
namespace gdo::pg {

// From now on queries (SELECT, WITH) that come for the second time are prepared, and run from then
// on without being parsed and planned anew. The least recently asked ones are forgotten.
void remember_statements(Connection& connection);

// Statements without parameters and rows (BEGIN, SET LOCAL) that go to the server together with the
// next one, on one trip. When one of them fails, the next one does, by its error. The connection
// must remember statements, and have nothing waiting to go ahead.
void send_ahead(Connection& connection, std::vector<std::string> statements);

// A query and its parameters.
struct Question {
  std::string sql;
  std::vector<Param> params;
};
// Asks all of them on one trip, with what waits to go ahead; their results in the same order.
// Throws what the first that fails would. Outside a transaction they are one.
std::vector<Result> query_all(Connection& connection, std::span<const Question> questions);

// ROLLBACK, without waiting for its answer; what waits to go ahead is dropped. settle() before the
// connection is used again.
void start_rollback(Connection& connection) noexcept;
// Waits for what start_rollback() began. False when the connection is of no use any more.
[[nodiscard]] bool await_rollback(Connection& connection) noexcept;

// The parameters of a statement as libpq takes them; views of what they were made from. A text that
// holds a NUL byte throws Error(database, 22021): libpq would silently cut it.
struct ParamArrays {
  explicit ParamArrays(std::span<const Param> params);
  int size() const { return static_cast<int>(values.size()); }

  std::vector<const char*> values;
  std::vector<int> lengths;
  std::vector<int> formats;
};

// What a connection that remembers statements knows; for Connection alone.
class StatementMemory {
 public:
  // Without `prepares` it only sends: nothing is kept, here or on the server.
  explicit StatementMemory(bool prepares = true) : prepares_(prepares) {}

  // Null when the connection remembers nothing.
  static StatementMemory* of(PGconn* connection);

  // The statement's result, or that of what failed before it; null as PQgetResult gives it.
  PGresult* query(PGconn* connection, const std::string& sql, const ParamArrays& params);
  // The results of all, or one alone that failed or is null.
  std::vector<PGresult*> query_all(PGconn* connection, std::span<const Question> questions);
  // What waits to go ahead goes alone; a result that failed, or null.
  PGresult* flush(PGconn* connection);

  bool has_ahead() const { return !ahead_.empty(); }
  void set_ahead(std::vector<std::string> statements) { ahead_ = std::move(statements); }
  void drop_ahead() { ahead_.clear(); }

 private:
  struct Known {
    std::string name;         // empty = not prepared yet
    std::uint64_t asked = 0;  // when, by the memory's own count
    int seen = 0;
  };

  Known* known(const std::string& sql);
  void forget_oldest(std::vector<std::string>& deallocate);
  // A query on its way: by its name where it has one.
  struct Traveller {
    const std::string& sql;
    const ParamArrays& params;
    Known* statement;  // null = not to be prepared
    std::string name;  // empty = without one, this time
    bool prepare;      // under that name, first
  };
  static int send(PGconn* connection, const Traveller& one);
  Traveller traveller(const std::string& sql, const ParamArrays& params);
  std::vector<PGresult*> travel(PGconn* connection, std::span<const Traveller> travellers);

  bool prepares_;
  std::vector<std::string> ahead_;
  std::unordered_map<std::string, Known> statements_;
  std::uint64_t clock_ = 0;
};

}  // namespace gdo::pg
