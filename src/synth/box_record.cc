#include <fmt/format.h>

#include <array>

#include "synth/record_parts.h"
#include "synth/records.h"

namespace gdo::synth {
namespace {

std::string_view description(const Sku& sku, bool frozen, std::span<char, 64> memory) {
  const auto end =
      fmt::format_to_n(memory.data(), memory.size(), "{} {}", sku.name, frozen ? "CONG" : "RESF");
  return {memory.data(), end.size};
}

void put_weights(JsonWriter& json, const Box& box) {
  json.decimal("peso_liquido", box.net, 2);
  json.decimal("peso_bruto", box.net + box.tare, 2);
  json.decimal("tara_total", box.tare, 2);
  json.decimal("tara_primaria", box.primary, 2);
  json.integer("qtde_pecas", box.pieces);
}

}  // namespace

void begin_boxes(JsonWriter& json, const Order& order, std::int64_t number) {
  const Unit& unit = *order.unit;
  const OrderRecord& first = order.records.front();
  json.begin_object();
  json.integer("cod_bloco", 9);
  put_company(json, unit);
  json.text("tipo_unidade_desossa", "1");
  json.integer("nr_unidade_desossa", unit.sif);
  json.quoted_integer("nr_op_desossa", number);
  if (order.records.size() > 1)
    json.literal("dt_abate", "null");
  else
    put_day(json, "dt_abate", unit, first.day->day);
  put_cnpj(json, "cnpj_industria_abate", unit, first.day->unit->cnpj);
  put_cnpj(json, "cnpj_industria_desossa", unit, unit.cnpj);
  json.begin_array("saida_desossa");
}

void put_box(JsonWriter& json, const Order& order, const Box& box) {
  const Unit& unit = *order.unit;
  const Sku& sku = skus_of(order.cut)[static_cast<std::size_t>(box.sku)];
  std::array<char, 10> barcode{};
  std::array<char, 64> name{};
  json.begin_object();
  json.text("codigo_barras", barcode_text(*box.barcode_unit, box.number, barcode));
  put_trace_code(json, order.records.front().day->unit->sif, box.slaughtered);
  json.integer("sku_codigo", sku.code + (order.frozen ? 1 : 0));
  json.text("sku_descricao", description(sku, order.frozen, name));
  if (box.slaughtered == 0)
    json.literal("dt_abate", "null");
  else
    put_day(json, "dt_abate", unit, box.slaughtered);
  put_day(json, "dt_producao", unit, box.produced);
  put_day(json, "dt_embalagem", unit, box.packed);
  put_day(json, "dt_validade", unit, box.expires);
  json.date_time("dt_hora_pesagem", box.packed, box.second_weighed);
  json.integer("tipo_armazenamento", order.frozen ? 2 : 1);
  put_weights(json, box);
  put_market_list(json, "id_habilitacao_mercado", order.exported, order.markets, box.marks);
  json.end_object();
}

void end_boxes(JsonWriter& json) {
  json.end_array();
  json.end_object();
}

}  // namespace gdo::synth
