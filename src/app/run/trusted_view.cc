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
using trusted::EntityBook;
using trusted::TrustedReport;
using trusted::TrustedStage;

Json stage_json(const TrustedStage& stage) {
  Json entities = Json::array();
  for (const auto& [entity, book] : stage.entidades) {
    entities.push_back({{"entidade", entity},
                        {"itens", book.itens},
                        {"aceitos", book.aceitos},
                        {"com_avisos", book.com_avisos},
                        {"rejeitados", book.rejeitados},
                        {"inseridos", book.inseridos},
                        {"atualizados", book.atualizados},
                        {"superados", book.superados},
                        {"filhos", book.filhos}});
  }
  Json errors = Json::array();
  for (const std::string& error : stage.erros) errors.push_back({{"mensagem", error}});
  return {{"camada", "trusted"},
          {"tipo_payload", stage.tipo_payload},
          {"duracao_ms", stage.duracao_ms},
          {"lotes", stage.lotes},
          {"arquivos_bloqueados", stage.arquivos_bloqueados},
          {"entidades", entities},
          {"erros", errors}};
}

std::vector<Cell> book_row(const std::string& name, const EntityBook& book, Style style) {
  return {Cell(name, style),
          count_text(book.itens),
          count_cell(book.aceitos, Style::good),
          count_cell(book.com_avisos, Style::plain),
          count_cell(book.rejeitados, Style::warning),
          count_cell(book.inseridos, Style::plain),
          count_cell(book.atualizados, Style::plain),
          count_cell(book.superados, Style::plain),
          count_cell(book.filhos, Style::plain)};
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
  EntityBook total;
  for (const TrustedStage& stage : report.etapas) {
    for (const auto& [entity, book] : stage.entidades) {
      table.row(book_row(entity.empty() ? stage.tipo_payload + tr(" (no shape)") : entity, book,
                         Style::accent));
      total += book;
    }
  }
  if (table.empty()) return {};
  table.rule();
  table.row(book_row(tr("all"), total, Style::bold));
  const double seconds = static_cast<double>(std::max<std::int64_t>(1, report.duracao_ms)) / 1000;
  return table.render(terminal) +
         trf("{} in {}\n", rate_text(static_cast<double>(total.itens) / seconds, "items"),
             duration_text(std::chrono::milliseconds(report.duracao_ms)));
}

}  // namespace

void add_trusted_stages(const TrustedReport& report, Json& stages) {
  for (const TrustedStage& stage : report.etapas) stages.push_back(stage_json(stage));
}

std::string trusted_text(const TrustedReport& report, const Terminal& terminal) {
  std::string text = entities_text(report, terminal);
  for (const TrustedStage& stage : report.etapas) {
    for (const std::string& error : stage.erros) {
      text += trf("{} {}: {}; it waits for the next run\n",
                  styled(tr("error"), Style::bad, terminal.colour), stage.tipo_payload,
                  printable(error));
    }
    if (stage.arquivos_bloqueados == 0) continue;
    text += trf(
        "{} {}: nothing was published of {} over the contract's rejection limit; gdo alerts list\n",
        styled(tr("error"), Style::bad, terminal.colour), stage.tipo_payload,
        counted(stage.arquivos_bloqueados, "file", "files"));
  }
  return text;
}

}  // namespace gdo::app
