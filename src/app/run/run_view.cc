#include "app/run/run_view.h"

#include <fmt/chrono.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>
#include <span>

#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/stored_words.h"

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

// What stopped a model.
std::string model_error(const ModelError& error) {
  constexpr std::array<monitor::CodeWords, 3> kWords = {{
      {"verificacao", tr_later("a check failed (gdo alerts list says which)")},
      {"dependencia", tr_later("it waits for a model that it reads")},
      {"banco", tr_later("it could not be computed (gdo alerts list)")},
  }};
  return monitor::stored_or_words(kWords, error.code, error.message);
}

std::string error_text(const ServiceStage& stage, const ModelError& error,
                       const Terminal& terminal) {
  const std::span<const std::string> keys(error.keys.data(),
                                          std::min(error.keys.size(), kShownKeys));
  const std::string shown = keys.empty() ? "" : fmt::format(" ({})", fmt::join(keys, ", "));
  return trf("{} {} of {}: {}{}; its rows stay as they were\n",
             styled(tr("error"), Style::bad, terminal.colour), stage.model, printable(error.tenant),
             printable(model_error(error)), printable(shown));
}

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_service_stages(const ServiceReport& report, Json& stages) {
  for (const ServiceStage& stage : report.stages) stages.push_back(stage_json(stage));
}

}  // namespace

std::string service_text(const ServiceReport& report, const Terminal& terminal) {
  std::string text = models_text(report, terminal);
  for (const ServiceStage& stage : report.stages) {
    for (const ModelError& error : stage.errors) text += error_text(stage, error, terminal);
  }
  return text;
}

namespace {

using trusted::EntityCounts;
using trusted::TrustedReport;
using trusted::TrustedStage;

Json stage_json(const TrustedStage& stage) {
  Json entities = Json::array();
  for (const auto& [entity, counts] : stage.entities) {
    Json one = {{"entidade", entity}};
    one.update(trusted::counts_json(counts));
    entities.push_back(std::move(one));
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
         trf("{} items/s in {}\n",
             count_text(std::llround(static_cast<double>(total.items) / seconds)),
             duration_text(std::chrono::milliseconds(report.duration_ms)));
}

// Appends its `etapas` (interface.md, `gdo run --json`).
void add_trusted_stages(const TrustedReport& report, Json& stages) {
  for (const TrustedStage& stage : report.stages) stages.push_back(stage_json(stage));
}

}  // namespace

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
