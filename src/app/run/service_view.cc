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
  return {{"token_cliente", error.tenant},
          {"codigo", error.code},
          {"mensagem", error.message},
          {"chaves", error.keys}};
}

Json stage_json(const ServiceStage& stage) {
  Json errors = Json::array();
  for (const ModelError& error : stage.errors) errors.push_back(error_json(error));
  return {{"camada", "service"},
          {"modelo", stage.model},
          {"duracao_ms", stage.duration_ms},
          {"chaves", stage.keys},
          {"linhas_alteradas", stage.changed_rows},
          {"reconstrucoes", stage.rebuilds},
          {"avisos", stage.warnings},
          {"erros", errors}};
}

bool did_something(const ServiceStage& stage) {
  return stage.keys > 0 || stage.changed_rows > 0 || stage.rebuilds > 0;
}

std::string models_text(const ServiceReport& report, const Terminal& terminal) {
  Table table({{tr("service")},
               {tr("groups"), Align::right},
               {tr("rows changed"), Align::right},
               {tr("warnings"), Align::right},
               {tr("time"), Align::right}});
  for (const ServiceStage& stage : report.stages) {
    if (!did_something(stage)) continue;
    table.row({Cell(stage.model, Style::accent),
               stage.rebuilds > 0 ? Cell(tr("all")) : Cell(count_text(stage.keys)),
               Cell(count_text(stage.changed_rows), Style::good),
               Cell(count_text(stage.warnings), stage.warnings > 0 ? Style::warning : Style::dim),
               duration_text(std::chrono::milliseconds(stage.duration_ms))});
  }
  return table.empty() ? std::string() : table.render(terminal);
}

std::string error_text(const ServiceStage& stage, const ModelError& error,
                       const Terminal& terminal) {
  const std::span<const std::string> keys(error.keys.data(),
                                          std::min(error.keys.size(), kShownKeys));
  const std::string shown = keys.empty() ? "" : fmt::format(" ({})", fmt::join(keys, ", "));
  return trf("{} {} of {}: {}{}; its rows stay as they were\n",
             styled(tr("error"), Style::bad, terminal.colour), stage.model, printable(error.tenant),
             printable(error.message), printable(shown));
}

}  // namespace

void add_service_stages(const ServiceReport& report, Json& stages) {
  for (const ServiceStage& stage : report.stages) stages.push_back(stage_json(stage));
}

std::string service_text(const ServiceReport& report, const Terminal& terminal) {
  std::string text = models_text(report, terminal);
  for (const ServiceStage& stage : report.stages) {
    for (const ModelError& error : stage.errors) text += error_text(stage, error, terminal);
  }
  return text;
}

}  // namespace gdo::app
