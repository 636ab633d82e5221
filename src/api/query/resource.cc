#include "api/query/resource.h"

#include <algorithm>
#include <array>
#include <sstream>

#include "export/exported_table.h"
#include "gold/models.h"

namespace gdo::api {
namespace {

struct GoldResource {
  const char* name;
  const char* table;
};
constexpr GoldResource kGold[] = {
    {"animais", "service_animais"},
    {"lotes-abate", "service_lotes_abate"},
    {"ordens-desossa", "service_ordens_desossa"},
    {"caixas", "service_caixas"},
    {"vendas", "service_vendas"},
    {"resumo-mensal", "service_resumo_mensal"},
};

struct ControlColumn {
  const char* name;
  const char* type;
  bool nullable = false;
  const char* expression = nullptr;
};
struct ControlResource {
  const char* name;
  const char* table;
  const char* description;
  std::vector<ControlColumn> columns;
};

exports::ValueKind value_kind(std::string_view type) {
  if (type == "smallint" || type == "integer" || type == "bigint" || type == "numeric") {
    return exports::ValueKind::number;
  }
  if (type == "boolean") return exports::ValueKind::boolean;
  if (type == "date") return exports::ValueKind::date;
  if (type == "timestamp with time zone") return exports::ValueKind::moment;
  if (type == "jsonb" || type.ends_with("[]")) return exports::ValueKind::json;
  return exports::ValueKind::text;
}

constexpr const char* kMoment = "timestamp with time zone";

ControlResource rejected_records() {
  return {"rejeitados",
          "registro_rejeitado",
          "registros e itens recusados, com os motivos",
          {{"id", "bigint"},
           {"token_cliente", "text"},
           {"tipo_payload", "text"},
           {"camada", "text"},
           {"entidade", "text", true},
           {"lote_id", "bigint"},
           {"arquivo_id", "bigint"},
           {"nome_arquivo", "text"},
           {"nr_registro", "bigint"},
           {"nr_item", "bigint"},
           {"byte_inicio", "bigint"},
           {"byte_tamanho", "bigint"},
           {"motivos", "jsonb"},
           {"status", "text"},
           {"criado_em", kMoment},
           {"encerrado_em", kMoment, true},
           {"encerrado_por", "text", true},
           {"motivo_descarte", "text", true}}};
}

ControlResource files() {
  return {"arquivos",
          "arquivo",
          "entregas: o que chegou e o que foi feito de cada arquivo",
          {{"id", "bigint"},
           {"token_cliente", "text"},
           {"tipo_payload", "text"},
           {"nome_arquivo", "text"},
           {"caminho", "text"},
           {"geracao", "bigint"},
           {"tamanho", "bigint"},
           {"modificado_em", kMoment},
           {"status", "text"},
           {"reservado_em", kMoment},
           {"tentativas", "integer"},
           {"sha256", "text", true, "encode(t.sha256, 'hex')"},
           {"versao_em", kMoment, true},
           {"lote_id", "bigint", true},
           {"original_id", "bigint", true},
           {"registros_lidos", "bigint"},
           {"registros_carregados", "bigint"},
           {"registros_rejeitados", "bigint"},
           {"registros_duplicados", "bigint"},
           {"codigo_erro", "text", true},
           {"mensagem_erro", "text", true},
           {"linha", "bigint", true},
           {"coluna", "bigint", true},
           {"concluido_em", kMoment, true},
           {"destino", "text", true},
           {"caminho_final", "text", true},
           {"movido_em", kMoment, true},
           {"sobrescrito", "boolean"},
           {"trusted_bloqueado", "boolean"}}};
}

ControlResource runs() {
  return {"execucoes",
          "log_processamento",
          "o que cada execução fez, linha a linha",
          {{"id", "bigint"},
           {"data_hora", kMoment},
           {"token_cliente", "text", true},
           {"tipo_payload", "text", true},
           {"camada", "text"},
           {"nome_arquivo", "text", true},
           {"status", "text"},
           {"mensagem", "text"},
           {"detalhes", "jsonb"},
           {"duracao_ms", "bigint", true},
           {"registros_processados", "bigint", true},
           {"registros_invalidos", "bigint", true},
           {"usuario", "text"},
           {"hostname", "text"},
           {"versao_script", "text"},
           {"lote_id", "bigint", true}}};
}

ControlResource alerts() {
  return {"alertas",
          "alerta",
          "o que um operador deve ver",
          {{"id", "bigint"},
           {"token_cliente", "text", true},
           {"tipo", "text"},
           {"severidade", "text"},
           {"chave", "text"},
           {"mensagem", "text"},
           {"detalhes", "jsonb"},
           {"vezes", "bigint"},
           {"status", "text"},
           {"criado_em", kMoment},
           {"visto_em", kMoment},
           {"encerrado_em", kMoment, true},
           {"encerrado_por", "text", true}}};
}

const std::vector<ControlResource>& control_resources() {
  static const std::vector<ControlResource> all = {rejected_records(), files(), runs(), alerts()};
  return all;
}

void add_column(Resource& resource, std::string name, std::string type, bool nullable,
                std::string expression) {
  const exports::ValueKind kind = value_kind(type);
  resource.expressions.push_back(expression.empty() ? "t." + name : std::move(expression));
  resource.nullable.push_back(nullable);
  resource.table.columns.push_back(
      {.name = std::move(name), .type = std::move(type), .kind = kind});
}

// "numeric(8,3) NOT NULL DEFAULT 0" → "numeric"
std::string plain_type(std::string_view declared) {
  std::string type(declared.substr(0, declared.find_first_of(" (")));
  if (declared.starts_with("double precision")) return "double precision";
  return type == "timestamptz" ? kMoment : type;
}

// Columns as the model's CREATE TABLE declares them, one a line.
void read_columns(const gold::Model& model, Resource& resource) {
  std::istringstream lines(model.table_sql);
  bool inside = false;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with("CREATE TABLE")) inside = true;
    if (line.starts_with(")")) return;
    if (!inside || !line.starts_with("  ")) continue;
    std::istringstream words(line);
    std::string name;
    std::string rest;
    words >> name >> std::ws;
    std::getline(words, rest);
    const bool is_column = !name.empty() && name.front() >= 'a' && name.front() <= 'z';
    if (!is_column) continue;
    while (rest.ends_with(',') || rest.ends_with(' ')) rest.pop_back();
    add_column(resource, name, plain_type(rest), rest.find("NOT NULL") == std::string::npos, "");
  }
}

Resource gold_resource(const GoldResource& known) {
  Resource resource;
  resource.name = known.name;
  resource.gold = true;
  resource.table.name = known.table;
  for (const gold::Model& model : gold::built_in_models()) {
    if (model.name != known.table) continue;
    resource.description = model.description;
    read_columns(model, resource);
    for (const std::string& column : model.key) {
      if (column == "token_cliente") continue;
      resource.table.key.push_back(resource.column(column));
      resource.key.push_back(column);
    }
  }
  // Boxes are written unit first, as people do.
  if (resource.name == "caixas") std::reverse(resource.key.begin(), resource.key.end());
  exports::mark_personal(resource.table, std::vector<bool>(resource.table.columns.size(), false),
                         gold::built_in_models().find(known.table));
  return resource;
}

Resource control_resource(const ControlResource& known) {
  Resource resource;
  resource.name = known.name;
  resource.description = known.description;
  resource.table.name = known.table;
  for (const ControlColumn& column : known.columns) {
    add_column(resource, column.name, column.type, column.nullable,
               column.expression == nullptr ? "" : column.expression);
  }
  resource.table.key = {resource.column("id")};
  resource.key = {"id"};
  return resource;
}

using Values = std::span<const std::string_view>;
constexpr std::array<std::string_view, 6> kReasons = {"sem_ordem_desossa",
                                                      "ordem_sem_lotes",
                                                      "lote_sem_escala",
                                                      "produtor_sem_documento",
                                                      "propriedade_nao_identificada",
                                                      "lote_sem_animais"};
constexpr std::array<std::string_view, 3> kLayers = {"raw", "trusted", "service"};
constexpr std::array<std::string_view, 3> kRejectedStatus = {"aberto", "corrigido", "descartado"};
constexpr std::array<std::string_view, 5> kFileStatus = {"reservado", "carregado", "duplicado",
                                                         "substituido", "erro"};
constexpr std::array<std::string_view, 5> kLogStatus = {"iniciado", "sucesso", "alerta", "erro",
                                                        "finalizado"};
constexpr std::array<std::string_view, 4> kPlants = {"abate", "desossa", "estoque", "cliente"};
constexpr std::array<std::string_view, 5> kPayloads = {"animais", "escala", "desossa", "caixas",
                                                       "registro_venda"};

}  // namespace

const std::vector<Resource>& resources() {
  static const std::vector<Resource> all = [] {
    std::vector<Resource> made;
    for (const GoldResource& known : kGold) made.push_back(gold_resource(known));
    for (const ControlResource& known : control_resources()) {
      made.push_back(control_resource(known));
    }
    return made;
  }();
  return all;
}

const Resource* find_resource(std::string_view name) {
  for (const Resource& resource : resources()) {
    if (resource.name == name) return &resource;
  }
  return nullptr;
}

std::span<const std::string_view> known_values(const Resource& resource, std::string_view column) {
  if (column == "motivo_nao_rastreavel") return kReasons;
  if (column == "camada") return kLayers;
  if (column == "tipo_planta") return kPlants;
  if (column == "tipo_payload") return kPayloads;
  if (column != "status") return {};
  if (resource.name == "rejeitados") return kRejectedStatus;
  if (resource.name == "arquivos") return kFileStatus;
  if (resource.name == "execucoes") return kLogStatus;
  return {};
}

}  // namespace gdo::api
