#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"

// What was wrong with the data that came, from registro_rejeitado, lote_entidade and qualidade.
namespace gdo::monitor {

struct QualityRequest {
  std::string tenant;     // empty = all
  std::string payload;    // empty = all
  std::int64_t lote = 0;  // 0 = all lotes together
};

// Open rejections that give this reason; one rejection may give several.
struct OpenReason {
  std::string camada;
  std::string tipo_payload;
  std::string regra;  // "faixa:peso_liquido"
  std::int64_t abertos = 0;
};
std::vector<OpenReason> open_reasons(pg::Connection& connection, const QualityRequest& request);

// The books of an entity: one lote's, or the sum of all.
struct EntityQuality {
  std::string tipo_payload;
  std::string entidade;
  std::int64_t lotes = 0;
  std::int64_t itens = 0;
  std::int64_t aceitos = 0;
  std::int64_t com_avisos = 0;
  std::int64_t rejeitados = 0;
  std::int64_t inseridos = 0;
  std::int64_t atualizados = 0;
  std::int64_t superados = 0;
  std::int64_t filhos = 0;
};
std::vector<EntityQuality> entity_quality(pg::Connection& connection,
                                          const QualityRequest& request);

// What one rule, or one step of cleaning, did to values.
struct RuleQuality {
  std::string tipo_payload;
  std::string entidade;
  std::string campo;
  std::string regra;
  std::string acao;
  bool passo = false;  // a step of cleaning, no rule
  std::int64_t verificados = 0;
  std::int64_t alterados = 0;
  std::int64_t violados = 0;
};
std::vector<RuleQuality> rule_quality(pg::Connection& connection, const QualityRequest& request);

}  // namespace gdo::monitor
