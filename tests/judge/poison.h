#pragma once

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <string>
#include <utility>
#include <vector>

#include "contract/contract.h"

// One record of each entity in which every field can be replaced, and what it is replaced by.
namespace gdo::poison {

using Json = nlohmann::ordered_json;

// The number makes its key: 1 to 9999.
inline Json good_record(const std::string& entity, int number) {
  const std::string cnpj = "11222333000181";
  if (entity == "animais") {
    return {{"id_animal", fmt::format("BR{}", number)},
            {"id_propriedade", "FAZ-17"},
            {"data_nascimento", "2023-03-15"},
            {"dados_adicionais", {{"vacinado", true}}}};
  }
  if (entity == "carcacas") {
    return {{"cnpj_industria_abate", cnpj},
            {"tipo_unidade_abate", "1"},
            {"nr_unidade_abate", "9999"},
            {"dt_abate", "2025-01-27"},
            {"lote_abate", 1},
            {"nr_sequencial", number},
            {"nr_banda", 1},
            {"cod_barra_abate", fmt::format("0999927012025{:04}1", number)},
            {"peso_carcaca", 150.2}};
  }
  if (entity == "escala") {
    return {{"cod_empresa", 901},
            {"cnpj_industria_abate", cnpj},
            {"tipo_unidade_abate", "1"},
            {"nr_unidade_abate", "9999"},
            {"dt_abate", "2025-01-27"},
            {"nr_lote_abate", number},
            {"qtde_animais", 1},
            {"prod_cpf_cnpj", "52998224725"},
            {"faz_nome", "FAZENDA MODELO"},
            {"faz_estado", "MT"},
            {"gtas", {{{"nr_gta", "100001"}}}},
            {"caminhoes", {{{"placa_veiculo", "ABC1D23"}}}},
            {"nfs", {{{"numero", "780-12"}}}}};
  }
  if (entity == "desossa") {
    return {{"nr_op_desossa", 70'000 + number},
            {"sif_producao", "9999"},
            {"sif_abate", "9999"},
            {"dt_producao", "2025-01-28"},
            {"dt_abate", "2025-01-27"},
            {"cnpj_industria_abate", cnpj},
            {"cnpj_industria_desossa", cnpj},
            {"lotes_abate", {{{"lote", 1}, {"sif_abate", "9999"}, {"dt_abate", "2025-01-27"}}}},
            {"entrada_quarto_desossa", {{{"tipo_corte", "2"}, {"peso_corte", 56}}}}};
  }
  if (entity == "caixas") {
    return {{"nr_unidade_desossa", "9999"},
            {"nr_op_desossa", fmt::format("{}", 70'000 + number)},
            {"saida_desossa",
             {{{"codigo_barras", fmt::format("{:08}ZZ", number)},
               {"sku_codigo", 10},
               {"sku_descricao", "PATINHO BOV CONG"},
               {"dt_producao", "2025-01-28"},
               {"dt_validade", "2025-12-28"},
               {"tipo_armazenamento", 2},
               {"peso_liquido", 21.4},
               {"peso_bruto", 22.33},
               {"tara_total", 0.93},
               {"tara_primaria", 0.11}}}}};
  }
  return {{"cnpj_local_estoque", cnpj},
          {"dt_venda", "2025-01-29"},
          {"nr_pedido", fmt::format("{}", 500'000 + number)},
          {"carga", "300"},
          {"caixas", {{{"codigo_barras", fmt::format("{:08}ZZ", number)}}}},
          {"notas_fiscais", {{{"numero", "780-12"}}}}};
}

// A field of a contract or of one of its children, and where it stands in a record.
struct Place {
  std::string field;  // as violations name it
  std::string child;  // the child's array; empty = the entity's own
  contract::ValueType type = contract::ValueType::text;
  bool indexed = false;
  Json::json_pointer pointer;
};

inline std::vector<Place> places_of(const contract::Contract& contract) {
  std::vector<Place> places;
  const auto add = [&places](const contract::Field& field, const std::string& base,
                             const std::string& child) {
    if (field.path.empty()) return;
    std::string pointer = base;
    for (const auto& member : field.path) pointer += "/" + member;
    places.push_back({field.name, child, field.type.kind, field.key, Json::json_pointer(pointer)});
  };
  const std::string item = contract.items.empty() ? "" : "/" + contract.items + "/0";
  for (const auto& field : contract.fields) {
    add(field, field.level == contract::Level::record ? "" : item, "");
  }
  for (const auto& child : contract.children) {
    for (const auto& field : child.fields) {
      add(field, item + "/" + child.array + "/0", child.array);
    }
  }
  return places;
}

// JSON text, and whether it is poison to a column of the type.
struct Poison {
  const char* name;
  std::string json;
  bool (*harms)(contract::ValueType type);
};

inline bool harms_all(contract::ValueType) { return true; }
inline bool harms_dates(contract::ValueType type) {
  return type == contract::ValueType::date || type == contract::ValueType::timestamp;
}
inline bool harms_numbers(contract::ValueType type) {
  using contract::ValueType;
  return type == ValueType::integer || type == ValueType::bigint || type == ValueType::numeric ||
         harms_dates(type) || type == ValueType::boolean;
}
inline bool harms_columns(contract::ValueType type) {
  return type == contract::ValueType::text || harms_numbers(type);
}

inline std::vector<Poison> poisons() {
  std::string accents;
  for (int i = 0; i < 1'500; ++i) accents += "é";
  return {{"ten thousand characters", '"' + std::string(10'000, 'q') + '"', harms_all},
          {"ten thousand digits", '"' + std::string(10'000, '7') + '"', harms_columns},
          {"three thousand bytes", '"' + accents + '"', harms_all},
          {"a control character", R"("7\u0001\u001f7")", harms_all},
          {"DEL",
           "\"7\x7F"
           "7\"",
           harms_all},
          {"a control character of Latin-1",
           "\"7\xC2\x81"
           "7\"",
           harms_all},
          {"NUL", R"("7\u00007")", harms_all},
          {"half a surrogate", R"("7\ud800")", harms_all},
          {"a number beyond numeric", "1e200000", harms_all},
          {"a number beyond double", "1e400", harms_columns},
          {"a number beyond 64 bits", "99999999999999999999", harms_numbers},
          {"minus a number beyond 64 bits", "-99999999999999999999", harms_numbers},
          {"infinity", R"("infinity")", harms_numbers},
          {"minus infinity", R"("-infinity")", harms_numbers},
          {"the last day there is", R"("9999-12-31")", harms_dates},
          {"a day of PostgreSQL's", R"("294276-12-31")", harms_dates},
          {"the first day there is", R"("0001-01-01T00:00:00")", harms_dates},
          {"a day of spreadsheets", R"("1900-01-01")", harms_dates},
          {"a day of spreadsheets, day first", R"("30/12/1899 00:00")", harms_dates}};
}

// The record with the poison in its place, as JSON text.
inline std::string poisoned(const std::string& entity, int number, const Place& place,
                            const Poison& poison) {
  constexpr const char* kMark = "@poison@";
  Json record = good_record(entity, number);
  record[place.pointer] = kMark;
  std::string text = record.dump();
  const std::string mark = std::string("\"") + kMark + '"';
  return text.replace(text.find(mark), mark.size(), poison.json);
}

}  // namespace gdo::poison
