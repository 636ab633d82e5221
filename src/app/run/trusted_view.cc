#include "app/run/trusted_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <nlohmann/json.hpp>

#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using trusted::EntityCounts;
using trusted::TrustedReport;
using trusted::TrustedStage;

Json stage_json(const TrustedStage& stage) {
  Json entities = Json::array();
  for (const auto& [entity, counts] : stage.entities) {
    entities.push_back({{"entidade", entity},
                        {"itens", counts.items},
                        {"aceitos", counts.accepted},
                        {"com_avisos", counts.with_warnings},
                        {"rejeitados", counts.rejected},
                        {"inseridos", counts.inserted},
                        {"atualizados", counts.updated},
                        {"superados", counts.superseded},
                        {"filhos", counts.children}});
  }
  Json errors = Json::array();
  for (const std::string& error : stage.errors) errors.push_back({{"mensagem", error}});
  return {{"camada", "trusted"},
          {"tipo_payload", stage.payload},
          {"duracao_ms", stage.duration_ms},
          {"lotes", stage.lotes},
          {"arquivos_bloqueados", stage.blocked_files},
          {"entidades", entities},
          {"erros", errors}};
}

std::vector<Cell> counts_row(const std::string& name, const EntityCounts& counts, Style style) {
  return {Cell(name, style),
          count_text(counts.items),
          count_cell(counts.accepted, Style::good),
          count_cell(counts.with_warnings, Style::plain),
          count_cell(counts.rejected, Style::warning),
          count_cell(counts.inserted, Style::plain),
          count_cell(counts.updated, Style::plain),
          count_cell(counts.superseded, Style::plain),
          count_cell(counts.children, Style::plain)};
}

std::string entities_text(const TrustedReport& report, const Terminal& terminal) {
  Table table({{tr("trusted")},
               {tr("items"), Align::right},
               {tr("accepted"), Align::right},
               {tr("warned"), Align::right},
               {tr("rejected"), Align::right},
               {tr("new"), Align::right},
               {tr("updated"), Align::right},
               {tr("outdated"), Align::right},
               {tr("children"), Align::right}});
  EntityCounts total;
  for (const TrustedStage& stage : report.stages) {
    for (const auto& [entity, counts] : stage.entities) {
      table.row(counts_row(entity.empty() ? stage.payload + tr(" (no shape)") : entity, counts,
                           Style::accent));
      total += counts;
    }
  }
  if (table.empty()) return {};
  table.rule();
  table.row(counts_row(tr("all"), total, Style::bold));
  const double seconds = static_cast<double>(std::max<std::int64_t>(1, report.duration_ms)) / 1000;
  return table.render(terminal) +
         trf("{} in {}\n", rate_text(static_cast<double>(total.items) / seconds, "items"),
             duration_text(std::chrono::milliseconds(report.duration_ms)));
}

}  // namespace

void add_trusted_stages(const TrustedReport& report, Json& stages) {
  for (const TrustedStage& stage : report.stages) stages.push_back(stage_json(stage));
}

std::string trusted_text(const TrustedReport& report, const Terminal& terminal) {
  std::string text = entities_text(report, terminal);
  for (const TrustedStage& stage : report.stages) {
    for (const std::string& error : stage.errors) {
      text +=
          trf("{} {}: {}; it waits for the next run\n",
              styled(tr("error"), Style::bad, terminal.colour), stage.payload, printable(error));
    }
    if (stage.blocked_files == 0) continue;
    text += trf(
        "{} {}: nothing was published of {} over the contract's rejection limit; gdo alerts list\n",
        styled(tr("error"), Style::bad, terminal.colour), stage.payload,
        counted(stage.blocked_files, "file", "files"));
  }
  return text;
}

}  // namespace gdo::app
