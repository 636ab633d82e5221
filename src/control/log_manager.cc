#include "control/log_manager.h"

#include <pwd.h>
#include <unistd.h>

#include <array>
#include <utility>

#include "base/log.h"
#include "base/outside_text.h"
#include "base/version.h"
#include "embedded/control_sql.h"

namespace gdo::control {
namespace {

void add_text(pg::JsonRows& rows, std::string_view name, const std::string& text) {
  if (!text.empty()) rows.text(name, storable_text(text));
}

void add_number(pg::JsonRows& rows, std::string_view name, std::optional<std::int64_t> number) {
  if (number) rows.int8(name, *number);
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
  pg::JsonRows rows;
  for (const LogEntry& entry : entries) {
    rows.begin_row()
        .text("camada", entry.layer)
        .text("status", to_text(entry.status))
        .text("mensagem", storable_text(entry.message))
        .text("detalhes", entry.details);
    add_text(rows, "token_cliente", entry.tenant);
    add_text(rows, "tipo_payload", entry.payload);
    add_text(rows, "nome_arquivo", entry.file_name);
    add_number(rows, "duracao_ms", entry.duration_ms);
    add_number(rows, "registros_processados", entry.records_processed);
    add_number(rows, "registros_invalidos", entry.records_invalid);
    add_number(rows, "lote_id", entry.lote_id);
  }
  connection.query(control_sql::insert_log_entries,
                   {std::move(rows).take(), identity_.user, identity_.hostname, identity_.version});
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
