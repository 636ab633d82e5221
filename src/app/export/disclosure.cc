#include "app/export/disclosure.h"

namespace gdo::app {

Disclosure::Disclosure(pg::Connection& connection, std::string what, nlohmann::json details)
    : connection_(connection),
      what_(std::move(what)),
      details_(std::move(details)),
      log_(this_process()) {
  pg::Transaction transaction(connection_);
  const LogEntry begun = entry(LogStatus::iniciado);
  log_.write(connection_, {&begun, 1});
  transaction.commit();
}

void Disclosure::complete(std::int64_t rows) {
  details_["linhas"] = rows;
  LogEntry ended = entry(LogStatus::finalizado);
  ended.registros_processados = rows;
  log_.write_now(connection_, ended);
}

LogEntry Disclosure::entry(LogStatus status) const {
  LogEntry entry;
  entry.camada = "service";
  entry.status = status;
  entry.mensagem = "exportação com dados pessoais: " + what_;
  entry.detalhes = details_.dump();
  return entry;
}

}  // namespace gdo::app
