#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <nlohmann/json.hpp>

#include "app/run/run_view.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/stored_words.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;
using raw::RawReport;
using raw::RawStage;

constexpr std::size_t kShownErrors = 10;

Json stage_json(const RawStage& stage) {
  Json errors = Json::array();
  for (const control::FileError& error : stage.errors) {
    errors.push_back({{"nome_arquivo", error.file_name},
                      {"codigo", error.code},
                      {"mensagem", error.message},
                      {"linha", error.line},
                      {"coluna", error.column}});
  }
  return {{"camada", "raw"},
          {"tipo_payload", stage.payload},
          {"duracao_ms", stage.duration_ms},
          {"arquivos",
           {{"lidos", stage.files.read},
            {"concluidos", stage.files.completed},
            {"duplicados", stage.files.duplicates},
            {"erro", stage.files.error}}},
          {"registros",
           {{"lidos", stage.records.read},
            {"carregados", stage.records.loaded},
            {"rejeitados", stage.records.rejected},
            {"duplicados", stage.records.duplicates}}},
          {"bytes", stage.bytes},
          {"erros", errors}};
}

RawStage total_of(const RawReport& report) {
  RawStage total;
  total.payload = tr("all");
  total.duration_ms = report.duration_ms;
  for (const RawStage& stage : report.stages) {
    total.files.read += stage.files.read;
    total.files.completed += stage.files.completed;
    total.files.duplicates += stage.files.duplicates;
    total.files.error += stage.files.error;
    total.records += stage.records;
    total.bytes += stage.bytes;
  }
  return total;
}

std::vector<Cell> stage_row(const RawStage& stage, Style name) {
  return {Cell(stage.payload, name),
          count_text(stage.files.read),
          count_cell(stage.files.duplicates, Style::plain),
          count_cell(stage.files.error, Style::bad),
          count_text(stage.records.read),
          count_cell(stage.records.loaded, Style::good),
          count_cell(stage.records.rejected, Style::warning),
          count_cell(stage.records.duplicates, Style::plain),
          bytes_text(stage.bytes),
          duration_text(std::chrono::milliseconds(stage.duration_ms))};
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
  for (const RawStage& stage : report.stages) {
    if (stage.files.read > 0) table.row(stage_row(stage, Style::accent));
  }
  if (table.empty()) return {};
  table.rule();
  table.row(stage_row(total_of(report), Style::bold));
  return table.render(terminal);
}

std::string rates_text(const RawReport& report) {
  const RawStage total = total_of(report);
  const double seconds = static_cast<double>(std::max<std::int64_t>(1, report.duration_ms)) / 1000;
  const auto a_second = [&](std::int64_t number) {
    return count_text(std::llround(static_cast<double>(number) / seconds));
  };
  return trf("{} files/s, {} records/s, {}\n", a_second(total.files.read),
             a_second(total.records.read),
             byte_rate_text(static_cast<double>(total.bytes) / seconds));
}

std::string place_text(const control::FileError& error) {
  if (error.line == 0) return {};
  return trf(" (line {}, column {})", error.line, error.column);
}

std::string errors_text(const RawReport& report, const Terminal& terminal) {
  std::string text;
  std::size_t shown = 0;
  std::size_t all = 0;
  for (const RawStage& stage : report.stages) {
    for (const control::FileError& error : stage.errors) {
      ++all;
      if (shown == kShownErrors) continue;
      ++shown;
      text +=
          fmt::format("{} {}/{}: {}{}\n", styled(tr("error"), Style::bad, terminal.colour),
                      stage.payload, printable(error.file_name),
                      printable(monitor::file_fault(error.code, error.message)), place_text(error));
    }
  }
  if (all > shown) text += trf("… and {} more; gdo files list --status erro\n", all - shown);
  return text;
}

std::string remarks_text(const RawReport& report, const Terminal& terminal) {
  const std::string note = styled(tr("note"), Style::warning, terminal.colour);
  std::string text;
  for (std::size_t i = 0; i < std::min(report.problems.size(), kShownErrors); ++i) {
    text += fmt::format("{} {}\n", note, printable(report.problems[i]));
  }
  if (report.problems.size() > kShownErrors) {
    text += trf("… and {} more\n", report.problems.size() - kShownErrors);
  }
  if (report.without_tenant > 0) {
    text += trf(
        "{} {} left in pending/ for want of a tenant: put them under <payload>/cliente=<token>/\n",
        note, counted(report.without_tenant, "file", "files"));
    const std::size_t named = std::min(report.without_tenant_names.size(), kShownErrors);
    for (std::size_t i = 0; i < named; ++i) {
      text += fmt::format("     {}: {}\n", printable(report.without_tenant_names[i].name),
                          printable(report.without_tenant_names[i].reason));
    }
    if (report.without_tenant > static_cast<std::int64_t>(named)) {
      text += trf("     … and {} more\n", report.without_tenant - static_cast<std::int64_t>(named));
    }
  }
  text += unknown_folders_text(report.unknown_folders, report.suggested_folders, note);
  for (const std::string& notice : report.warnings) {
    text += fmt::format("{} {}\n", note, printable(notice));
  }
  if (!report.changing.empty()) {
    text += trf("{} {} still changing, left in pending/ for a later run:\n", note,
                counted(static_cast<std::int64_t>(report.changing.size()), "file", "files"));
    for (std::size_t i = 0; i < std::min(report.changing.size(), kShownErrors); ++i) {
      text += fmt::format("     {}\n", printable(report.changing[i]));
    }
    if (report.changing.size() > kShownErrors) {
      text += trf("     … and {} more\n", report.changing.size() - kShownErrors);
    }
  }
  if (report.log_lost > 0) {
    text += trf("{} {} of log_processamento could not be written\n", note,
                counted(report.log_lost, "row", "rows"));
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
  for (const RawStage& stage : report.stages) stages.push_back(stage_json(stage));
}

std::string raw_text(const RawReport& report, const Terminal& terminal) {
  const std::string stages = stages_text(report, terminal);
  std::string text = stages.empty() ? "" : stages + rates_text(report);
  return text + errors_text(report, terminal) + remarks_text(report, terminal);
}

}  // namespace gdo::app
