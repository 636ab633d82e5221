#include "app/run/raw_view.h"

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
using raw::RawReport;
using raw::RawStage;

constexpr std::size_t kShownErrors = 10;

Json stage_json(const RawStage& stage) {
  Json errors = Json::array();
  for (const control::FileError& error : stage.erros) {
    errors.push_back({{"nome_arquivo", error.nome_arquivo},
                      {"codigo", error.codigo},
                      {"mensagem", error.mensagem},
                      {"linha", error.linha},
                      {"coluna", error.coluna}});
  }
  return {{"camada", "raw"},
          {"tipo_payload", stage.tipo_payload},
          {"duracao_ms", stage.duracao_ms},
          {"arquivos",
           {{"lidos", stage.arquivos.lidos},
            {"concluidos", stage.arquivos.concluidos},
            {"duplicados", stage.arquivos.duplicados},
            {"erro", stage.arquivos.erro}}},
          {"registros",
           {{"lidos", stage.registros.lidos},
            {"carregados", stage.registros.carregados},
            {"rejeitados", stage.registros.rejeitados},
            {"duplicados", stage.registros.duplicados}}},
          {"bytes", stage.bytes},
          {"erros", errors}};
}

RawStage total_of(const RawReport& report) {
  RawStage total;
  total.tipo_payload = tr("all");
  total.duracao_ms = report.duracao_ms;
  for (const RawStage& stage : report.etapas) {
    total.arquivos.lidos += stage.arquivos.lidos;
    total.arquivos.concluidos += stage.arquivos.concluidos;
    total.arquivos.duplicados += stage.arquivos.duplicados;
    total.arquivos.erro += stage.arquivos.erro;
    total.registros += stage.registros;
    total.bytes += stage.bytes;
  }
  return total;
}

std::vector<Cell> stage_row(const RawStage& stage, Style name) {
  return {Cell(stage.tipo_payload, name),
          count_text(stage.arquivos.lidos),
          count_cell(stage.arquivos.duplicados, Style::plain),
          count_cell(stage.arquivos.erro, Style::bad),
          count_text(stage.registros.lidos),
          count_cell(stage.registros.carregados, Style::good),
          count_cell(stage.registros.rejeitados, Style::warning),
          count_cell(stage.registros.duplicados, Style::plain),
          bytes_text(stage.bytes),
          duration_text(std::chrono::milliseconds(stage.duracao_ms))};
}

std::string stages_text(const RawReport& report, const Terminal& terminal) {
  Table table({{tr("raw")},
               {tr("files"), Align::right},
               {tr("dup"), Align::right},
               {tr("error"), Align::right},
               {tr("records"), Align::right},
               {tr("loaded"), Align::right},
               {tr("rejected"), Align::right},
               {tr("dup"), Align::right},
               {tr("size"), Align::right},
               {tr("time"), Align::right}});
  for (const RawStage& stage : report.etapas) {
    if (stage.arquivos.lidos > 0) table.row(stage_row(stage, Style::accent));
  }
  if (table.empty()) return {};
  table.rule();
  table.row(stage_row(total_of(report), Style::bold));
  return table.render(terminal);
}

std::string rates_text(const RawReport& report) {
  const RawStage total = total_of(report);
  const double seconds = static_cast<double>(std::max<std::int64_t>(1, report.duracao_ms)) / 1000;
  return fmt::format("{}, {}, {}\n",
                     rate_text(static_cast<double>(total.arquivos.lidos) / seconds, "files"),
                     rate_text(static_cast<double>(total.registros.lidos) / seconds, "records"),
                     byte_rate_text(static_cast<double>(total.bytes) / seconds));
}

std::string place_text(const control::FileError& error) {
  if (error.linha == 0) return {};
  return trf(" (line {}, column {})", error.linha, error.coluna);
}

std::string errors_text(const RawReport& report, const Terminal& terminal) {
  std::string text;
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const RawStage& stage : report.etapas) {
    for (const control::FileError& error : stage.erros) {
      ++all;
      if (shown == kShownErrors) continue;
      ++shown;
      text += fmt::format("{} {}/{}: {}{}\n", styled(tr("error"), Style::bad, terminal.colour),
                          stage.tipo_payload, printable(error.nome_arquivo),
                          printable(error.mensagem), place_text(error));
    }
  }
  if (all > shown) text += trf("… and {} more; gdo files list --status erro\n", all - shown);
  return text;
}

std::string remarks_text(const RawReport& report, const Terminal& terminal) {
  const std::string note = styled(tr("note"), Style::warning, terminal.colour);
  std::string text;
  for (std::size_t i = 0; i < std::min(report.problemas.size(), kShownErrors); ++i) {
    text += fmt::format("{} {}\n", note, printable(report.problemas[i]));
  }
  if (report.problemas.size() > kShownErrors) {
    text += trf("… and {} more\n", report.problemas.size() - kShownErrors);
  }
  if (report.sem_cliente > 0) {
    text += trf(
        "{} {} left in pending/ for want of a tenant: put them under <payload>/cliente=<token>/\n",
        note, counted(report.sem_cliente, "file", "files"));
    const std::size_t named = std::min(report.sem_cliente_nomes.size(), kShownErrors);
    for (std::size_t i = 0; i < named; ++i) {
      text += fmt::format("     {}: {}\n", printable(report.sem_cliente_nomes[i].name),
                          printable(report.sem_cliente_nomes[i].reason));
    }
    if (report.sem_cliente > static_cast<std::int64_t>(named)) {
      text += trf("     … and {} more\n", report.sem_cliente - static_cast<std::int64_t>(named));
    }
  }
  text += unknown_folders_text(report.pastas_desconhecidas, report.pastas_sugeridas, note);
  for (const std::string& notice : report.avisos) {
    text += fmt::format("{} {}\n", note, printable(notice));
  }
  if (!report.mudando.empty()) {
    text += trf("{} {} still changing, left in pending/ for a later run:\n", note,
                counted(static_cast<std::int64_t>(report.mudando.size()), "file", "files"));
    for (std::size_t i = 0; i < std::min(report.mudando.size(), kShownErrors); ++i) {
      text += fmt::format("     {}\n", printable(report.mudando[i]));
    }
    if (report.mudando.size() > kShownErrors) {
      text += trf("     … and {} more\n", report.mudando.size() - kShownErrors);
    }
  }
  if (report.log_perdido > 0) {
    text += trf("{} {} of log_processamento could not be written\n", note,
                counted(report.log_perdido, "row", "rows"));
  }
  return text;
}

}  // namespace

std::string unknown_folders_text(const std::vector<std::string>& folders,
                                 const std::map<std::string, std::string>& meant,
                                 const std::string& note) {
  std::string text;
  for (const std::string& folder : folders) {
    const auto suggestion = meant.find(folder);
    text += trf("{} no contract reads the folder pending/{}{}\n", note, printable(folder),
                suggestion == meant.end()
                    ? ""
                    : trf(": did you mean pending/{}?", printable(suggestion->second)));
  }
  return text;
}

void add_raw_stages(const RawReport& report, Json& stages) {
  for (const RawStage& stage : report.etapas) stages.push_back(stage_json(stage));
}

std::string raw_text(const RawReport& report, const Terminal& terminal) {
  const std::string stages = stages_text(report, terminal);
  std::string text = stages.empty() ? "" : stages + rates_text(report);
  return text + errors_text(report, terminal) + remarks_text(report, terminal);
}

}  // namespace gdo::app
