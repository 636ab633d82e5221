#include "pg/refused_connection.h"

#include <fmt/format.h>
#include <libpq-fe.h>
#include <poll.h>

#include <algorithm>
#include <memory>
#include <string>

#include "base/stopwatch.h"
#include "pg/connect_words.h"
#include "pg/sqlstate.h"

namespace gdo::pg {
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
