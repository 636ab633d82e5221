#include <fmt/format.h>

#include <algorithm>
#include <chrono>

#include "app/result_json.h"
#include "app/run/raw_view.h"
#include "app/status/status_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/table.h"
#include "app/terminal/text_width.h"
#include "base/translation.h"

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
  Table table({{tr("layer"), Align::left, Narrow::keep},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("waiting"), Align::right},
               {tr("size"), Align::right, Narrow::leave},
               {tr("oldest"), Align::right},
               {tr("last success (UTC)"), Align::left, Narrow::leave},
               {tr("records/24 h"), Align::right},
               {tr("rejected/24 h"), Align::right}});
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
               {layer.ultimo_sucesso ? day_and_time(*layer.ultimo_sucesso) : tr("never"),
                layer.ultimo_sucesso ? Style::plain : Style::dim},
               count_cell(layer.registros_dia),
               count_cell(layer.rejeitados_dia, Style::warning)});
    layer_before = layer.camada;
  }
  return table.render(terminal);
}

std::string troubles_text(const StatusFacts& facts, const Terminal& terminal) {
  const std::string bad = styled(tr("error"), Style::bad, terminal.colour);
  std::string text;
  if (facts.troubles.quebrados > 0) {
    text +=
        trf("{} {} broken, in error/: nothing of them is loaded; gdo files list --status erro\n",
            bad, counted(facts.troubles.quebrados, "file", "files"));
  }
  if (facts.troubles.recusados > 0) {
    text += trf("{} {} refused whole, over the contract's rejection limit; gdo alerts list\n", bad,
                counted(facts.troubles.recusados, "file", "files"));
  }
  return text;
}

std::string lake_notes(const StatusFacts& facts, const Terminal& terminal) {
  const std::string note = styled(tr("note"), Style::warning, terminal.colour);
  if (!facts.backlog) return fmt::format("{} {}\n", note, printable(facts.lake_problem));
  std::string text;
  if (facts.backlog->em_carga > 0) {
    text += trf("{} being loaded now\n", counted(facts.backlog->em_carga, "file", "files"));
  }
  if (facts.backlog->a_mover > 0) {
    text += trf("{} {} loaded, but still in pending/: gdo run moves them\n", note,
                counted(facts.backlog->a_mover, "file", "files"));
  }
  if (facts.backlog->sem_cliente > 0) {
    text += trf("{} {} wait for want of a tenant: `gdo run` names them and says why\n", note,
                counted(facts.backlog->sem_cliente, "file", "files"));
  }
  text += unknown_folders_text(facts.backlog->pastas_desconhecidas, facts.backlog->pastas_sugeridas,
                               note);
  return text;
}

std::string runs_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.runs.empty()) return {};
  Table table({{tr("ended (UTC)"), Align::left, Narrow::keep},
               {tr("layer"), Align::left, Narrow::keep},
               {tr("time"), Align::right},
               {tr("records"), Align::right},
               {tr("rejected"), Align::right},
               {tr("rate"), Align::right, Narrow::leave},
               {tr("host"), Align::left, Narrow::leave},
               {tr("message")}});
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
  return heading(tr("Last runs"), terminal) + table.render(terminal);
}

std::string reasons_text(const StatusFacts& facts, bool all, const Terminal& terminal) {
  if (facts.reasons.empty()) return {};
  Table table({{tr("open"), Align::right},
               {tr("layer"), Align::left, Narrow::keep},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("rule"), Align::left, Narrow::keep}});
  const std::size_t shown =
      all ? facts.reasons.size() : std::min(kShownReasons, facts.reasons.size());
  for (std::size_t i = 0; i < shown; ++i) {
    const monitor::OpenReason& reason = facts.reasons[i];
    table.row({count_text(reason.abertos),
               reason.camada,
               {reason.tipo_payload, Style::accent},
               {reason.regra, Style::warning}});
  }
  std::string text = heading(tr("Open rejections by rule"), terminal) + table.render(terminal);
  if (shown < facts.reasons.size()) {
    const auto more = static_cast<std::int64_t>(facts.reasons.size() - shown);
    text += trf("… and {} more of them: --quality\n", count_text(more));
  }
  return text;
}

std::string entities_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.entities.empty()) return {};
  Table table({{tr("payload"), Align::left, Narrow::keep},
               {tr("entity"), Align::left, Narrow::keep},
               {tr("items"), Align::right},
               {tr("accepted"), Align::right},
               {tr("warned"), Align::right},
               {tr("rejected"), Align::right},
               {tr("new"), Align::right, Narrow::leave},
               {tr("updated"), Align::right, Narrow::leave},
               {tr("outdated"), Align::right, Narrow::leave}});
  for (const monitor::EntityQuality& one : facts.entities) {
    table.row({{one.tipo_payload, Style::accent},
               one.entidade.empty() ? Cell(tr("(no shape)"), Style::dim) : Cell(one.entidade),
               count_cell(one.itens),
               count_cell(one.aceitos, Style::good),
               count_cell(one.com_avisos, Style::warning),
               count_cell(one.rejeitados, Style::bad),
               count_cell(one.inseridos),
               count_cell(one.atualizados),
               count_cell(one.superados)});
  }
  return heading(tr("Quality by entity"), terminal) + table.render(terminal);
}

std::string rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.rules.empty()) return {};
  Table table({{tr("entity"), Align::left, Narrow::keep},
               {tr("field"), Align::left, Narrow::keep},
               {tr("rule or step"), Align::left, Narrow::keep},
               {tr("action"), Align::left, Narrow::leave},
               {tr("checked"), Align::right, Narrow::leave},
               {tr("changed"), Align::right, Narrow::leave},
               {tr("violated"), Align::right}});
  for (const monitor::RuleQuality& rule : facts.rules) {
    const bool rejects = rule.acao == "reject";
    table.row({{rule.entidade, Style::accent},
               rule.campo,
               {rule.regra, rule.passo ? Style::dim : Style::plain},
               rule.passo ? Cell(tr("clean"), Style::dim) : Cell(rule.acao),
               count_cell(rule.verificados),
               count_cell(rule.alterados),
               count_cell(rule.violados, rejects ? Style::bad : Style::warning)});
  }
  return heading(tr("Quality by rule"), terminal) + table.render(terminal);
}

std::string table_rules_text(const StatusFacts& facts, const Terminal& terminal) {
  if (facts.table_rules.empty()) return {};
  Table table({{tr("entity"), Align::left, Narrow::keep},
               {tr("field"), Align::left, Narrow::keep},
               {tr("rule"), Align::left, Narrow::keep},
               {tr("violated"), Align::right},
               {tr("what it says"), Align::left, Narrow::leave},
               {tr("for example"), Align::left, Narrow::leave}});
  for (const trusted::TableRuleFinding& rule : facts.table_rules) {
    table.row({{rule.entidade, Style::accent},
               rule.campo,
               rule.regra,
               count_cell(rule.violacoes, Style::warning),
               rule.descricao,
               rule.exemplos.empty() ? Cell("-", Style::dim) : Cell(rule.exemplos.front())});
  }
  return heading(tr("Between tables, once late arrivals have had their time"), terminal) +
         table.render(terminal);
}

std::string alerts_text(const StatusFacts& facts, const Terminal& terminal) {
  const std::int64_t all = facts.alerts.erro + facts.alerts.aviso;
  if (all == 0) return tr("\nno open alerts\n");
  return trf("\n{}: gdo alerts list\n",
             styled(counted(all, "open alert", "open alerts"),
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
