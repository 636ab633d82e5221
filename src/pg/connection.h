#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"

typedef struct pg_conn PGconn;      // NOLINT(modernize-use-using): libpq's own declaration
typedef struct pg_result PGresult;  // NOLINT(modernize-use-using)

namespace gdo::pg {

// Rows a statement returned, in text format.
class Result {
 public:
  explicit Result(PGresult* result);
  int rows() const;
  int columns() const;
  bool is_null(int row, int column) const;
  std::string_view text(int row, int column) const;  // valid while the Result lives; "" for NULL
  std::int64_t integer(int row, int column) const;   // throws Error(internal) when it is none
  bool boolean(int row, int column) const;
  std::optional<std::string> optional_text(int row, int column) const;
  // Rows changed by INSERT, UPDATE or DELETE.
  std::int64_t affected() const;
  std::string_view column_name(int column) const;

 private:
  struct Clear {
    void operator()(PGresult* result) const;
  };
  std::unique_ptr<PGresult, Clear> result_;
};

// One statement parameter, always sent apart from the SQL. Text format, except bytes.
class Param {
 public:
  Param(std::nullopt_t);                 // NOLINT(google-explicit-constructor): call sites read better
  Param(std::string_view text);          // NOLINT
  Param(const std::string& text);        // NOLINT
  Param(const char* text);               // NOLINT
  Param(std::int64_t value);             // NOLINT
  Param(int value);                      // NOLINT
  Param(bool value);                     // NOLINT
  Param(double value);                   // NOLINT
  Param(std::optional<std::string> text);  // NOLINT
  static Param bytes(std::string_view bytes);  // bytea

  const std::optional<std::string>& value() const { return value_; }
  bool binary() const { return binary_; }

 private:
  std::optional<std::string> value_;
  bool binary_ = false;
};

// A PostgreSQL array literal for one parameter, e.g. `= ANY($1::text[])` or unnest($1::bigint[]).
std::string text_array(std::span<const std::string> values);
std::string text_array(std::span<const std::optional<std::string>> values);
std::string integer_array(std::span<const std::int64_t> values);

// "name" quoted as an SQL identifier. The one place where identifiers are quoted.
std::string quote_identifier(std::string_view name);

struct ConnectOptions {
  std::string uri_or_conninfo;   // libpq keywords or URI; may hold a password: never logged
  std::string application_name = "gdo";
  int connect_timeout_s = 10;
};

// A session. Not for two threads at once. Statements throw Error(database) with the SQLSTATE and
// the server's primary message (never its DETAIL, which quotes values), Error(transient) for
// 40001, 40P01, 55P03, 57014 …, Error(database_unreachable) when the connection is lost.
class Connection {
 public:
  explicit Connection(const ConnectOptions& options);
  ~Connection();
  Connection(Connection&&) noexcept;
  Connection& operator=(Connection&&) noexcept;

  // Several statements without parameters (a migration).
  void execute(const std::string& sql);
  Result query(const std::string& sql, std::span<const Param> params);
  Result query(const std::string& sql, std::initializer_list<Param> params = {});

  PGconn* native() noexcept;

 private:
  struct Finish {
    void operator()(PGconn* connection) const;
  };
  std::unique_ptr<PGconn, Finish> connection_;
};

// BEGIN now; ROLLBACK in the destructor unless commit() was called.
class Transaction {
 public:
  explicit Transaction(Connection& connection);
  ~Transaction();
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;
  void commit();

 private:
  Connection& connection_;
  bool open_ = true;
};

}  // namespace gdo::pg
