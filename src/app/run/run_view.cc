#include "app/run/run_view.h"

#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/run/raw_view.h"
#include "app/run/service_view.h"
#include "app/run/trusted_view.h"
#include "base/translation.h"

namespace gdo::app {

std::string run_json(const RunReport& report, bool one_line) {
  using ReportJson = nlohmann::ordered_json;
  const auto begun = std::chrono::time_point_cast<std::chrono::seconds>(report.start);
  ReportJson stages = ReportJson::array();
  std::int64_t lost = 0;
  if (report.raw) {
    add_raw_stages(*report.raw, stages);
    lost += report.raw->log_lost;
  }
  if (report.trusted) {
    add_trusted_stages(*report.trusted, stages);
    lost += report.trusted->log_lost;
  }
  if (report.service) {
    add_service_stages(*report.service, stages);
    lost += report.service->log_lost;
  }
  ReportJson document = {{"inicio", fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(begun))},
                         {"duracao_ms", report.duration_ms},
                         {"sucesso", report.success()},
                         {"interrompido", report.interrupted()},
                         {"etapas", stages}};
  if (report.raw) {
    document["problemas"] = report.raw->problems;
    document["arquivos_sem_cliente"] = report.raw->without_tenant;
    document["sem_cliente"] = ReportJson::array();
    for (const raw::UnownedFile& file : report.raw->without_tenant_names) {
      document["sem_cliente"].push_back({{"arquivo", file.name}, {"motivo", file.reason}});
    }
    document["arquivos_mudando"] = report.raw->changing;
    document["avisos"] = report.raw->warnings;
    document["pastas_desconhecidas"] = report.raw->unknown_folders;
  }
  document["log_perdido"] = lost;
  // A file's name may be any bytes.
  return document.dump(one_line ? -1 : 2, ' ', false, ReportJson::error_handler_t::replace) + "\n";
}

std::string run_text(const RunReport& report, const Terminal& terminal) {
  std::string text;
  const auto add = [&text](const std::string& layer) {
    if (!text.empty() && !layer.empty()) text += "\n";
    text += layer;
  };
  if (report.raw) add(raw_text(*report.raw, terminal));
  if (report.trusted) add(trusted_text(*report.trusted, terminal));
  if (report.service) add(service_text(*report.service, terminal));
  return text.empty() ? tr("nothing to do\n") : text;
}

}  // namespace gdo::app
