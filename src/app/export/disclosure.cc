#include "app/export/disclosure.h"

#include <fmt/format.h>

#include "base/error.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

[[noreturn]] void refuse_unlogged(std::string_view why) {
  throw Error(ErrorKind::config,
              trf("personal data is given out only after log_processamento has noted it, "
                  "and that failed: {}. Log in as a role that may insert there",
                  why));
}

}  // namespace

Disclosure::Disclosure(pg::Connection& connection, std::string what, nlohmann::json details)
    : connection_(connection),
      what_(std::move(what)),
      details_(std::move(details)),
      log_(control::this_process()) {
  try {
    pg::Transaction transaction(connection_);
    const control::LogEntry begun = entry(control::LogStatus::started);
    log_.write(connection_, {&begun, 1});
    transaction.commit();
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::database_unreachable) throw;
    refuse_unlogged(error.what());
  }
  if (log_.lost() > 0) refuse_unlogged(tr("it takes no row"));
}

void Disclosure::complete(std::int64_t rows) {
  details_["linhas"] = rows;
  control::LogEntry ended = entry(control::LogStatus::finished);
  ended.records_processed = rows;
  log_.write_now(connection_, ended);
}

control::LogEntry Disclosure::entry(control::LogStatus status) const {
  control::LogEntry entry;
  entry.layer = "service";
  entry.status = status;
  entry.message = "saída com dados pessoais: " + what_;
  entry.details = details_.dump();
  return entry;
}

}  // namespace gdo::app
