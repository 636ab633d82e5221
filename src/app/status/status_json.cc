#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/result_json.h"
#include "app/status/status_facts.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

Json time_json(const std::optional<std::int64_t>& microseconds) {
  if (!microseconds) return nullptr;
  const std::chrono::sys_seconds time(std::chrono::seconds(*microseconds / 1'000'000));
  return fmt::format("{:%Y-%m-%dT%H:%M:%S}Z", fmt::gmtime(time));
}

Json pending_json(const StatusFacts& facts) {
  Json pending = Json::array();
  if (!facts.backlog) return pending;
  for (const monitor::PendingFiles& files : facts.backlog->pending) {
    pending.push_back({{"tipo_payload", files.payload},
                       {"arquivos", files.files},
                       {"bytes", files.bytes},
                       {"mais_antigo", time_json(files.oldest_us)}});
  }
  return pending;
}

Json layers_json(const StatusFacts& facts) {
  Json layers = Json::array();
  for (const monitor::LayerState& layer : facts.layers) {
    layers.push_back(
        {{"tipo_payload", layer.payload},
         {"camada", layer.layer},
         {"ultimo_sucesso", layer.last_success ? Json(*layer.last_success) : Json(nullptr)},
         {"atraso_s", layer.lag_s},
         {"fila", layer.queue},
         {"registros_dia", layer.records_of_day},
         {"rejeitados_dia", layer.rejected_of_day}});
  }
  return layers;
}

Json lake_json(const StatusFacts& facts) {
  if (!facts.backlog) return {{"erro", facts.lake_problem}};
  return {{"em_carga", facts.backlog->loading},
          {"a_mover", facts.backlog->a_mover},
          {"sem_cliente", facts.backlog->without_tenant},
          {"pastas_desconhecidas", facts.backlog->unknown_folders}};
}

Json runs_json(const StatusFacts& facts) {
  Json runs = Json::array();
  for (const monitor::RunRecord& run : facts.runs) {
    runs.push_back({{"camada", run.layer},
                    {"data_hora", run.time},
                    {"duracao_ms", run.duration_ms},
                    {"registros", run.records},
                    {"invalidos", run.invalid},
                    {"hostname", run.hostname},
                    {"versao_script", run.version},
                    {"mensagem", run.message}});
  }
  return runs;
}

Json reasons_json(const StatusFacts& facts) {
  Json reasons = Json::array();
  for (const monitor::OpenReason& reason : facts.reasons) {
    reasons.push_back({{"camada", reason.layer},
                       {"tipo_payload", reason.payload},
                       {"regra", reason.rule},
                       {"abertos", reason.open}});
  }
  return reasons;
}

Json entities_json(const StatusFacts& facts) {
  Json entities = Json::array();
  for (const monitor::EntityQuality& one : facts.entities) {
    entities.push_back({{"tipo_payload", one.payload},
                        {"entidade", one.entity},
                        {"lotes", one.lotes},
                        {"itens", one.items},
                        {"aceitos", one.accepted},
                        {"com_avisos", one.with_warnings},
                        {"rejeitados", one.rejected},
                        {"inseridos", one.inserted},
                        {"atualizados", one.updated},
                        {"superados", one.superseded},
                        {"filhos", one.children}});
  }
  return entities;
}

Json rules_json(const StatusFacts& facts) {
  Json rules = Json::array();
  for (const monitor::RuleQuality& rule : facts.rules) {
    rules.push_back({{"tipo_payload", rule.payload},
                     {"entidade", rule.entity},
                     {"campo", rule.field},
                     {"regra", rule.rule},
                     {"acao", rule.action},
                     {"passo", rule.step},
                     {"verificados", rule.checked},
                     {"alterados", rule.changed},
                     {"violados", rule.violated}});
  }
  return rules;
}

Json table_rules_json(const StatusFacts& facts) {
  Json rules = Json::array();
  for (const trusted::TableRuleFinding& rule : facts.table_rules) {
    rules.push_back({{"tipo_payload", rule.payload},
                     {"entidade", rule.entity},
                     {"campo", rule.field},
                     {"regra", rule.rule},
                     {"descricao", rule.description},
                     {"violacoes", rule.violations},
                     {"exemplos", rule.examples}});
  }
  return rules;
}

}  // namespace

std::string status_json(const StatusFacts& facts) {
  return json_text(
      {{"pendentes", pending_json(facts)},
       {"camadas", layers_json(facts)},
       {"alertas_abertos", facts.alerts.error + facts.alerts.warning},
       {"alertas", {{"erro", facts.alerts.error}, {"aviso", facts.alerts.warning}}},
       {"arquivos", {{"quebrados", facts.troubles.broken}, {"recusados", facts.troubles.refused}}},
       {"lago", lake_json(facts)},
       {"ultimas_execucoes", runs_json(facts)},
       {"rejeitados_por_regra", reasons_json(facts)},
       {"qualidade",
        {{"entidades", entities_json(facts)},
         {"regras", rules_json(facts)},
         {"entre_tabelas", table_rules_json(facts)}}}});
}

}  // namespace gdo::app
