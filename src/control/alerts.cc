#include "control/alerts.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "embedded/control_sql.h"

namespace gdo::control {
namespace {

constexpr const char* kBlockedKind = "modelo_bloqueado";
constexpr const char* kWarningKind = "modelo_aviso";

}  // namespace

void raise_alert(pg::Connection& idle, const std::string& model, const std::string& tenant,
                 const Finding& finding) {
  const std::string message =
      finding.blocking ? fmt::format("{}: a verificação {} falhou; as linhas de antes continuam",
                                     model, finding.check)
                       : fmt::format("{}: a verificação {} encontrou linhas", model, finding.check);
  const nlohmann::json details = {{"modelo", model},
                                  {"verificacao", finding.check},
                                  {"linhas", finding.rows},
                                  {"chaves", finding.keys}};
  idle.query(
      control_sql::raise_alert,
      {tenant, finding.blocking ? kBlockedKind : kWarningKind, finding.blocking ? "erro" : "aviso",
       fmt::format("service/{}/{}/{}", model, tenant, finding.check), message, details.dump()});
}

void close_alerts(pg::Connection& connection, const std::string& model, const std::string& tenant) {
  connection.query(control_sql::close_alerts, {kBlockedKind, tenant, model});
}

}  // namespace gdo::control
