#include "app/run/service_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>
#include <span>

#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using gold::ModelError;
using gold::ServiceReport;
using gold::ServiceStage;

constexpr std::size_t kShownKeys = 5;

Json error_json(const ModelError& error) {
  return {{"token_cliente", error.token_cliente},
          {"codigo", error.codigo},
          {"mensagem", error.mensagem},
          {"chaves", error.chaves}};
}

Json stage_json(const ServiceStage& stage) {
  Json errors = Json::array();
  for (const ModelError& error : stage.erros) errors.push_back(error_json(error));
  return {{"camada", "service"},
          {"modelo", stage.modelo},
          {"duracao_ms", stage.duracao_ms},
          {"chaves", stage.chaves},
          {"linhas_alteradas", stage.linhas_alteradas},
          {"reconstrucoes", stage.reconstrucoes},
          {"avisos", stage.avisos},
          {"erros", errors}};
}

bool did_something(const ServiceStage& stage) {
  return stage.chaves > 0 || stage.linhas_alteradas > 0 || stage.reconstrucoes > 0;
}

std::string models_text(const ServiceReport& report, const Terminal& terminal) {
  Table table({{tr("service")},
               {tr("groups"), Align::right},
               {tr("rows changed"), Align::right},
               {tr("warnings"), Align::right},
               {tr("time"), Align::right}});
  for (const ServiceStage& stage : report.etapas) {
    if (!did_something(stage)) continue;
    table.row({Cell(stage.modelo, Style::accent),
               stage.reconstrucoes > 0 ? Cell(tr("all")) : Cell(count_text(stage.chaves)),
               Cell(count_text(stage.linhas_alteradas), Style::good),
               Cell(count_text(stage.avisos), stage.avisos > 0 ? Style::warning : Style::dim),
               duration_text(std::chrono::milliseconds(stage.duracao_ms))});
  }
  return table.empty() ? std::string() : table.render(terminal);
}

std::string error_text(const ServiceStage& stage, const ModelError& error,
                       const Terminal& terminal) {
  const std::span<const std::string> keys(error.chaves.data(),
                                          std::min(error.chaves.size(), kShownKeys));
  const std::string shown = keys.empty() ? "" : fmt::format(" ({})", fmt::join(keys, ", "));
  return trf("{} {} of {}: {}{}; its rows stay as they were\n",
             styled(tr("error"), Style::bad, terminal.colour), stage.modelo,
             printable(error.token_cliente), printable(error.mensagem), printable(shown));
}

}  // namespace

void add_service_stages(const ServiceReport& report, Json& stages) {
  for (const ServiceStage& stage : report.etapas) stages.push_back(stage_json(stage));
}

std::string service_text(const ServiceReport& report, const Terminal& terminal) {
  std::string text = models_text(report, terminal);
  for (const ServiceStage& stage : report.etapas) {
    for (const ModelError& error : stage.erros) text += error_text(stage, error, terminal);
  }
  return text;
}

}  // namespace gdo::app
