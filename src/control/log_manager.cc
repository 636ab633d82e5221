#include "control/log_manager.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/log.h"
#include "base/stored_text.h"
#include "base/version.h"
#include "embedded/control_sql.h"

namespace gdo::control {
namespace {

using Texts = std::vector<std::optional<std::string>>;

std::optional<std::string> text_or_null(const std::string& text) {
  if (text.empty()) return std::nullopt;
  return storable_text(text);
}

std::optional<std::string> digits_or_null(std::optional<std::int64_t> value) {
  if (!value) return std::nullopt;
  return std::to_string(*value);
}

}  // namespace

std::string_view to_text(LogStatus status) {
  constexpr std::array<std::string_view, 5> kTexts = {"iniciado", "sucesso", "alerta", "erro",
                                                      "finalizado"};
  return kTexts.at(static_cast<std::size_t>(status));
}

RunIdentity this_process() {
  std::array<char, 256> host{};
  if (gethostname(host.data(), host.size() - 1) != 0) host[0] = '\0';
  std::array<char, 4096> buffer{};
  passwd entry{};
  passwd* found = nullptr;
  getpwuid_r(geteuid(), &entry, buffer.data(), buffer.size(), &found);
  return {.user = storable_text(found != nullptr ? found->pw_name : std::to_string(geteuid())),
          .hostname = storable_text(host.data()),
          .version = kVersion};
}

void LogManager::insert(pg::Connection& connection, std::span<const LogEntry> entries) const {
  std::array<Texts, 10> columns;
  for (const LogEntry& entry : entries) {
    columns[0].push_back(text_or_null(entry.payload));
    columns[1].emplace_back(entry.layer);
    columns[2].push_back(text_or_null(entry.file_name));
    columns[3].emplace_back(to_text(entry.status));
    columns[4].emplace_back(storable_text(entry.message));
    columns[5].emplace_back(entry.details);
    columns[6].push_back(digits_or_null(entry.duration_ms));
    columns[7].push_back(digits_or_null(entry.records_processed));
    columns[8].push_back(digits_or_null(entry.records_invalid));
    columns[9].push_back(digits_or_null(entry.lote_id));
  }
  std::vector<pg::Param> params;
  for (const Texts& column : columns) params.emplace_back(pg::text_array(column));
  params.emplace_back(identity_.user);
  params.emplace_back(identity_.hostname);
  params.emplace_back(identity_.version);
  connection.query(control_sql::insert_log_entries, params);
  // Wakes who watches (gdo serve), once the row can be seen.
  connection.query("SELECT pg_notify('gdo_eventos', '')");
}

void LogManager::report_lost(std::size_t entries, const Error& error) {
  lost_ += static_cast<std::int64_t>(entries);
  log::warn("{} log row(s) could not be written to log_processamento: {}", entries, error.what());
}

void LogManager::write(pg::Connection& in_transaction, std::span<const LogEntry> entries) {
  if (entries.empty()) return;
  in_transaction.query("SAVEPOINT registro_de_log");
  try {
    insert(in_transaction, entries);
    in_transaction.query("RELEASE SAVEPOINT registro_de_log");
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::database_unreachable) throw;
    in_transaction.query("ROLLBACK TO SAVEPOINT registro_de_log");
    report_lost(entries.size(), error);
  }
}

void LogManager::write_now(pg::Connection& idle, std::span<const LogEntry> entries) {
  if (entries.empty()) return;
  try {
    insert(idle, entries);
  } catch (const Error& error) {
    report_lost(entries.size(), error);
  }
}

}  // namespace gdo::control
