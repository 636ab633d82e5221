#include "pg/sqlstate.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <array>
#include <memory>
#include <string>

#include "base/stopwatch.h"
#include "base/translation.h"
#include "pg/connection.h"

namespace gdo::pg {
namespace {

std::string_view field_of(const PGresult* result, int code) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? std::string_view() : std::string_view(text);
}

// 22003, 22007, 22P02 … say `invalid input syntax for type date: "2026-13-01"`. These name
// encodings, parameters or bytes instead, which are worth reading.
bool quotes_a_value(std::string_view sqlstate) {
  constexpr std::array<std::string_view, 4> kNamesOnly{"22021", "22023", "22P04", "22P05"};
  return sqlstate.starts_with("22") &&
         std::find(kNamesOnly.begin(), kNamesOnly.end(), sqlstate) == kNamesOnly.end();
}

// From the first quote to the last: a value may hold quotes itself.
std::string without_quoted(std::string_view message) {
  const auto first = message.find('"');
  const auto last = message.rfind('"');
  if (first == std::string_view::npos || first == last) return std::string(message);
  return fmt::format("{}\"…\"{}", message.substr(0, first), message.substr(last + 1));
}

// Every run of white space as one blank.
std::string one_line(std::string_view message) {
  std::string line;
  for (const char c : message) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

// What libpq says of itself: of a lost connection it guesses on, over three lines.
std::string own_words(std::string_view message) {
  return one_line(message.substr(0, message.find("\n\tThis probably means")));
}

}  // namespace

ErrorKind kind_of(std::string_view sqlstate) noexcept {
  const auto is = [&](std::string_view code) { return sqlstate == code; };
  if (sqlstate.starts_with("08") || is("57P01") || is("57P02") || is("57P03") || is("57P05") ||
      is("25P03")) {
    return ErrorKind::database_unreachable;
  }
  if (is("42501") || is("25006")) return ErrorKind::config;  // no right, read-only
  if (is("53100") || is("53200")) return ErrorKind::database;
  if (sqlstate.starts_with("53") || is("40001") || is("40P01") || is("55P03") || is("57014")) {
    return ErrorKind::transient;
  }
  return ErrorKind::database;
}

bool refuses_data(const Error& error) noexcept {
  const std::string& code = error.sqlstate();
  return error.kind() == ErrorKind::database && code != "23505" &&
         (code.starts_with("22") || code.starts_with("23") || code.starts_with("54"));
}

std::string_view advice(std::string_view sqlstate) {
  if (sqlstate == "53100")
    return tr(". The server's disk is full: free space there, then run again");
  if (sqlstate == "53200") {
    return tr(". The server ran out of memory: run fewer workers or give it more, then run again");
  }
  if (sqlstate == "53300") {
    return tr(
        ". Run fewer workers (GDO_WORKERS) or processes, end sessions that nobody needs, or "
        "raise the server's max_connections");
  }
  if (sqlstate == "28P01") return tr(". Check DB_USER and DB_PASSWORD");
  if (sqlstate.starts_with("28")) {
    return tr(". Check DB_USER, DB_SSLMODE and the server's pg_hba.conf");
  }
  if (sqlstate == "3D000")
    return tr(". Check DB_NAME, or create the database with ENCODING 'UTF8'");
  if (sqlstate == "55P03") {
    return tr(
        ". Another session holds a lock that is needed: see pg_stat_activity and "
        "pg_blocking_pids(); SELECT pg_terminate_backend(PID) ends it");
  }
  if (sqlstate == "57P03") {
    return tr(
        ". After a crash a server replays its log first: wait for it, its own log says how far "
        "it is");
  }
  if (sqlstate == "57014")
    return tr(". Where statement_timeout is set, gdo's user needs a longer one");
  if (sqlstate == "42501") {
    return tr(
        ". This user may not do that: `gdo doctor` looks at its rights; a user who may create "
        "tables can run `gdo migrate` once");
  }
  if (sqlstate == "25006") {
    return tr(
        ". The server, the database or the user is read-only: point DB_HOST at the primary, or "
        "see default_transaction_read_only");
  }
  return {};
}

Error failure(PGconn* connection, const PGresult* result, std::string_view doing) {
  const std::string_view sqlstate = field_of(result, PG_DIAG_SQLSTATE);
  const bool lost = connection == nullptr || PQstatus(connection) != CONNECTION_OK;
  const ErrorKind kind = lost ? ErrorKind::database_unreachable : kind_of(sqlstate);
  const std::string_view primary = field_of(result, PG_DIAG_MESSAGE_PRIMARY);
  if (primary.empty()) {
    const char* own = result == nullptr ? PQerrorMessage(connection) : PQresultErrorMessage(result);
    return {kind, fmt::format("{}: {}", doing, own_words(own)), std::string(sqlstate)};
  }
  const std::string said = quotes_a_value(sqlstate) ? without_quoted(primary) : one_line(primary);
  return {kind, fmt::format("{}: {} (SQLSTATE {}){}", doing, said, sqlstate, advice(sqlstate)),
          std::string(sqlstate)};
}

std::string abbreviated_sql(std::string_view sql) {
  constexpr std::size_t kLongest = 80;
  std::string line;
  for (const char c : sql) {
    const bool blank = c == ' ' || c == '\n' || c == '\t' || c == '\r';
    if (line.size() >= kLongest && (static_cast<unsigned char>(c) & 0xC0U) != 0x80U) {
      return line + "…";
    }
    if (!blank) {
      line += c;
    } else if (!line.empty() && line.back() != ' ') {
      line += ' ';
    }
  }
  while (!line.empty() && line.back() == ' ') line.pop_back();
  return line;
}

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kRefusedAtOnce{3000};
constexpr std::size_t kCodeLength = 5;

// The last word of a message that is nothing but an SQLSTATE; empty when there is none.
std::string code_in(std::string_view message) {
  while (!message.empty() && message.back() == '\n') message.remove_suffix(1);
  if (message.size() <= kCodeLength) return {};
  const std::string_view code = message.substr(message.size() - kCodeLength);
  const bool readable = std::all_of(code.begin(), code.end(), [](char c) {
    return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
  });
  return readable && message[message.size() - kCodeLength - 1] == ' ' ? std::string(code) : "";
}

std::string refusal_code(const ConnectOptions& options) {
  const ConnectWords words(options);
  const std::unique_ptr<PGconn, void (*)(PGconn*)> connection(
      PQconnectStartParams(words.keywords(), words.values(), 1), PQfinish);
  if (!connection || PQstatus(connection.get()) == CONNECTION_BAD) return {};
  PQsetErrorVerbosity(connection.get(), PQERRORS_SQLSTATE);
  const Stopwatch watch;
  for (auto wanted = PGRES_POLLING_WRITING; wanted != PGRES_POLLING_OK;
       wanted = PQconnectPoll(connection.get())) {
    if (wanted == PGRES_POLLING_FAILED) return code_in(PQerrorMessage(connection.get()));
    if (watch.elapsed() > kRefusedAtOnce) return {};
    pollfd socket{PQsocket(connection.get()),
                  static_cast<short>(wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT), 0};
    poll(&socket, 1, static_cast<int>(kRefusedAtOnce.count()));
  }
  return {};
}

bool is_configuration(std::string_view code) {
  return code.starts_with("28") || code == "3D000" || code == "42501";
}

}  // namespace

Error refused_connection(PGconn* connection, const ConnectOptions& options, std::string_view doing,
                         milliseconds took) {
  const Error plain = failure(connection, nullptr, doing);
  const std::string code = took < kRefusedAtOnce ? refusal_code(options) : "";
  if (code.empty()) {
    if (PQconnectionNeedsPassword(connection) == 0) return plain;
    return {ErrorKind::config, fmt::format("{}. Set DB_PASSWORD", plain.what())};
  }
  return {is_configuration(code) ? ErrorKind::config : plain.kind(),
          fmt::format("{} (SQLSTATE {}){}", plain.what(), code, advice(code)), code};
}

}  // namespace gdo::pg
