#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/result_json.h"
#include "app/run/raw_view.h"
#include "app/status/status_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"

namespace gdo::app {
namespace {

constexpr std::size_t kShownReasons = 10;

std::string age_of(std::int64_t seconds) {
  return seconds == 0 ? "-" : age_text(std::chrono::seconds(seconds));
}

std::string heading(std::string_view text, const Terminal& terminal) {
  return "\n" + styled(text, Style::bold, terminal.colour) + "\n\n";
}

std::uint64_t pending_bytes(const StatusFacts& facts, const std::string& payload) {
  if (!facts.backlog) return 0;
  for (const monitor::PendingFiles& files : facts.backlog->pendentes) {
    if (files.tipo_payload == payload) return files.bytes;
  }
  return 0;
}

std::string layers_text(const StatusFacts& facts, const Terminal& terminal) {
  Table table({{"layer"},
               {"payload"},
               {"waiting", Align::right},
               {"size", Align::right},
               {"oldest", Align::right},
               {"last success (UTC)"},
               {"records/24 h", Align::right},
               {"rejected/24 h", Align::right}});
  std::string layer_before;
  for (const monitor::LayerState& layer : facts.layers) {
    if (!layer_before.empty() && layer.camada != layer_before) table.rule();
    const std::uint64_t bytes =
        layer.camada == "raw" ? pending_bytes(facts, layer.tipo_payload) : 0;
    table.row({{layer.camada == layer_before ? "" : layer.camada, Style::bold},
               {layer.tipo_payload, Style::accent},
               count_cell(layer.fila, Style::warning),
               {bytes > 0 ? bytes_text(bytes) : "-", bytes > 0 ? Style::plain : Style::dim},
               {age_of(layer.atraso_s), layer.atraso_s > 0 ? Style::plain : Style::dim},
               {layer.ultimo_sucesso ? day_and_time(*layer.ultimo_sucesso) : "never",
                layer.ultimo_sucesso ? Style::plain : Style::dim},
               count_cell(layer.registros_dia),
               count_cell(layer.rejeitados_dia, Style::warning)});
    layer_before = layer.camada;
  }
  return table.render(terminal);
}

std::string troubles_text(const StatusFacts& facts, const Terminal& terminal) {
  const std::string bad = styled("error", Style::bad, terminal.colour);
  std::string text;
  if (facts.troubles.quebrados > 0) {
    text += fmt::format(
        "{} {} broken, in error/: nothing of them is loaded; gdo files list --status erro\n", bad,
        counted(facts.troubles.quebrados, "file"));
  }
  if (facts.troubles.recusados > 0) {
    text +=
        fmt::format("{} {} refused whole, over the contract's rejection limit; gdo alerts list\n",
                    bad, counted(facts.troubles.recusados, "file"));
  }
  return text;
}

std::string lake_notes(const StatusFacts& facts, const Terminal& terminal) {
  const std::string note = styled("note", Style::warning, terminal.colour);
  if (!facts.backlog) return fmt::format("{} {}\n", note, printable(facts.lake_problem));
  std::string text;
  if (facts.backlog->em_carga > 0) {
    text += fmt::format("{} being loaded now\n", counted(facts.backlog->em_carga, "file"));
  }
  if (facts.backlog->a_mover > 0) {
    text += fmt::format("{} {} loaded, but still in pending/: gdo run moves them\n", note,
                        counted(facts.backlog->a_mover, "file"));
  }
  if (facts.backlog->sem_cliente > 0) {
    text += fmt::format("{} {} wait for want of a tenant: `gdo run` names them and says why\n",
                        note, counted(facts.backlog->sem_cliente, "file"));
  }
  text += unknown_folders_text(facts.backlog->pastas_desconhecidas, facts.backlog->pastas_sugeridas,
                               note);
  return text;
}

std::string runs_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.runs.empty()) return {};
  Table table({{"ended (UTC)"},
               {"layer"},
               {"time", Align::right},
               {"records", Align::right},
               {"rejected", Align::right},
               {"rate", Align::right},
               {"host"},
               {"message"}});
  for (const monitor::RunRecord& run : facts.runs) {
    const double seconds = std::max(0.001, static_cast<double>(run.duracao_ms) / 1000);
    table.row({day_and_time(run.data_hora),
               {run.camada, Style::accent},
               duration_text(std::chrono::milliseconds(run.duracao_ms)),
               count_cell(run.registros),
               count_cell(run.invalidos, Style::warning),
               run.registros > 0 ? Cell(rate_text(static_cast<double>(run.registros) / seconds))
                                 : Cell("-", Style::dim),
               run.hostname,
               run.mensagem});
  }
  return heading("Last runs", terminal) + table.render(terminal);
}

std::string reasons_text(const StatusFacts& facts, bool all, const Terminal& terminal) {
  if (facts.reasons.empty()) return {};
  Table table({{"open", Align::right}, {"layer"}, {"payload"}, {"rule"}});
  const std::size_t shown =
      all ? facts.reasons.size() : std::min(kShownReasons, facts.reasons.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const monitor::OpenReason& reason = facts.reasons[i];
    table.row({count_text(reason.abertos),
               reason.camada,
               {reason.tipo_payload, Style::accent},
               {reason.regra, Style::warning}});
  }
  std::string text = heading("Open rejections by rule", terminal) + table.render(terminal);
  if (shown < facts.reasons.size()) {
    const auto more = static_cast<std::int64_t>(facts.reasons.size() - shown);
    text += fmt::format("… and {} more of them: --quality\n", count_text(more));
  }
  return text;
}

std::string entities_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.entities.empty()) return {};
  Table table({{"payload"},
               {"entity"},
               {"items", Align::right},
               {"accepted", Align::right},
               {"warned", Align::right},
               {"rejected", Align::right},
               {"new", Align::right},
               {"updated", Align::right},
               {"outdated", Align::right}});
  for (const monitor::EntityQuality& one : facts.entities) {
    table.row({{one.tipo_payload, Style::accent},
               one.entidade.empty() ? Cell("(no shape)", Style::dim) : Cell(one.entidade),
               count_cell(one.itens),
               count_cell(one.aceitos, Style::good),
               count_cell(one.com_avisos, Style::warning),
               count_cell(one.rejeitados, Style::bad),
               count_cell(one.inseridos),
               count_cell(one.atualizados),
               count_cell(one.superados)});
  }
  return heading("Quality by entity", terminal) + table.render(terminal);
}

std::string rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.rules.empty()) return {};
  Table table({{"entity"},
               {"field"},
               {"rule or step"},
               {"action"},
               {"checked", Align::right},
               {"changed", Align::right},
               {"violated", Align::right}});
  for (const monitor::RuleQuality& rule : facts.rules) {
    const bool rejects = rule.acao == "reject";
    table.row({{rule.entidade, Style::accent},
               rule.campo,
               {rule.regra, rule.passo ? Style::dim : Style::plain},
               rule.passo ? Cell("clean", Style::dim) : Cell(rule.acao),
               count_cell(rule.verificados),
               count_cell(rule.alterados),
               count_cell(rule.violados, rejects ? Style::bad : Style::warning)});
  }
  return heading("Quality by rule", terminal) + table.render(terminal);
}

std::string table_rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.table_rules.empty()) return {};
  Table table({{"entity"},
               {"field"},
               {"rule"},
               {"violated", Align::right},
               {"what it says"},
               {"for example"}});
  for (const trusted::TableRuleFinding& rule : facts.table_rules) {
    table.row({{rule.entidade, Style::accent},
               rule.campo,
               rule.regra,
               count_cell(rule.violacoes, Style::warning),
               rule.descricao,
               rule.exemplos.empty() ? Cell("-", Style::dim) : Cell(rule.exemplos.front())});
  }
  return heading("Between tables, once late arrivals have had their time", terminal) +
         table.render(terminal);
}

std::string alerts_text(const StatusFacts& facts, const Terminal& terminal) {
  const std::int64_t all = facts.alerts.erro + facts.alerts.aviso;
  if (all == 0) return "\nno open alerts\n";
  return fmt::format("\n{}: gdo alerts list\n",
                     styled(counted(all, "open alert"),
                            facts.alerts.erro > 0 ? Style::bad : Style::warning, terminal.colour));
}

}  // namespace

std::string status_text(const StatusFacts& facts, const Terminal& terminal) {
  const bool all = !facts.rules.empty();
  return layers_text(facts, terminal) + lake_notes(facts, terminal) +
         troubles_text(facts, terminal) + runs_text(facts, terminal) +
         entities_text(facts, terminal) + reasons_text(facts, all, terminal) +
         rules_text(facts, terminal) + table_rules_text(facts, terminal) +
         alerts_text(facts, terminal);
}

}  // namespace gdo::app
