#include <fmt/chrono.h>
#include <fmt/format.h>

#include <chrono>
#include <nlohmann/json.hpp>

#include "app/result_json.h"
#include "app/status/status_view.h"

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
  for (const monitor::PendingFiles& files : facts.backlog->pendentes) {
    pending.push_back({{"tipo_payload", files.tipo_payload},
                       {"arquivos", files.arquivos},
                       {"bytes", files.bytes},
                       {"mais_antigo", time_json(files.oldest_us)}});
  }
  return pending;
}

Json layers_json(const StatusFacts& facts) {
  Json layers = Json::array();
  for (const monitor::LayerState& layer : facts.layers) {
    layers.push_back(
        {{"tipo_payload", layer.tipo_payload},
         {"camada", layer.camada},
         {"ultimo_sucesso", layer.ultimo_sucesso ? Json(*layer.ultimo_sucesso) : Json(nullptr)},
         {"atraso_s", layer.atraso_s},
         {"fila", layer.fila},
         {"registros_dia", layer.registros_dia},
         {"rejeitados_dia", layer.rejeitados_dia}});
  }
  return layers;
}

Json lake_json(const StatusFacts& facts) {
  if (!facts.backlog) return {{"erro", facts.lake_problem}};
  return {{"em_carga", facts.backlog->em_carga},
          {"a_mover", facts.backlog->a_mover},
          {"sem_cliente", facts.backlog->sem_cliente},
          {"pastas_desconhecidas", facts.backlog->pastas_desconhecidas}};
}

Json runs_json(const StatusFacts& facts) {
  Json runs = Json::array();
  for (const monitor::RunRecord& run : facts.runs) {
    runs.push_back({{"camada", run.camada},
                    {"data_hora", run.data_hora},
                    {"duracao_ms", run.duracao_ms},
                    {"registros", run.registros},
                    {"invalidos", run.invalidos},
                    {"hostname", run.hostname},
                    {"versao_script", run.versao_script},
                    {"mensagem", run.mensagem}});
  }
  return runs;
}

Json reasons_json(const StatusFacts& facts) {
  Json reasons = Json::array();
  for (const monitor::OpenReason& reason : facts.reasons) {
    reasons.push_back({{"camada", reason.camada},
                       {"tipo_payload", reason.tipo_payload},
                       {"regra", reason.regra},
                       {"abertos", reason.abertos}});
  }
  return reasons;
}

Json entities_json(const StatusFacts& facts) {
  Json entities = Json::array();
  for (const monitor::EntityQuality& one : facts.entities) {
    entities.push_back({{"tipo_payload", one.tipo_payload},
                        {"entidade", one.entidade},
                        {"lotes", one.lotes},
                        {"itens", one.itens},
                        {"aceitos", one.aceitos},
                        {"com_avisos", one.com_avisos},
                        {"rejeitados", one.rejeitados},
                        {"inseridos", one.inseridos},
                        {"atualizados", one.atualizados},
                        {"superados", one.superados},
                        {"filhos", one.filhos}});
  }
  return entities;
}

Json rules_json(const StatusFacts& facts) {
  Json rules = Json::array();
  for (const monitor::RuleQuality& rule : facts.rules) {
    rules.push_back({{"tipo_payload", rule.tipo_payload},
                     {"entidade", rule.entidade},
                     {"campo", rule.campo},
                     {"regra", rule.regra},
                     {"acao", rule.acao},
                     {"passo", rule.passo},
                     {"verificados", rule.verificados},
                     {"alterados", rule.alterados},
                     {"violados", rule.violados}});
  }
  return rules;
}

Json table_rules_json(const StatusFacts& facts) {
  Json rules = Json::array();
  for (const trusted::TableRuleFinding& rule : facts.table_rules) {
    rules.push_back({{"tipo_payload", rule.tipo_payload},
                     {"entidade", rule.entidade},
                     {"campo", rule.campo},
                     {"regra", rule.regra},
                     {"descricao", rule.descricao},
                     {"violacoes", rule.violacoes},
                     {"exemplos", rule.exemplos}});
  }
  return rules;
}

}  // namespace

std::string status_json(const StatusFacts& facts) {
  return json_text(
      {{"pendentes", pending_json(facts)},
       {"camadas", layers_json(facts)},
       {"alertas_abertos", facts.alerts.erro + facts.alerts.aviso},
       {"alertas", {{"erro", facts.alerts.erro}, {"aviso", facts.alerts.aviso}}},
       {"arquivos",
        {{"quebrados", facts.troubles.quebrados}, {"recusados", facts.troubles.recusados}}},
       {"lago", lake_json(facts)},
       {"ultimas_execucoes", runs_json(facts)},
       {"rejeitados_por_regra", reasons_json(facts)},
       {"qualidade",
        {{"entidades", entities_json(facts)},
         {"regras", rules_json(facts)},
         {"entre_tabelas", table_rules_json(facts)}}}});
}

}  // namespace gdo::app
