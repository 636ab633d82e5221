#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "synth/deboning.h"
#include "synth/payload.h"
#include "synth/record_parts.h"

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

namespace {

void set_dates(Box& box, const Order& order, Random& random, int index) {
  const std::size_t dates = order.records.size();
  box.slaughtered = dates == 1 ? order.slaughtered
                               : order.records[static_cast<std::size_t>(index) % dates].day->day;
  if (order.undated_boxes) box.slaughtered = 0;
  const int lag = random.between(1, 3);
  // Lots of the day before: they are produced with today's.
  box.packed = order.records.front().day->day + lag;
  if (box.packed < order.produced) box.packed = order.produced;
  box.produced = order.exported ? box.packed : order.produced;
  box.expires = order.shelf_months > 0 ? plus_months(box.produced, order.shelf_months)
                                       : box.produced + order.shelf_days;
  box.second_weighed = 5 * 3600 + static_cast<int>(random.below(15 * 3600));
}

}  // namespace

Box make_box(const Order& order, int index) {
  Random random(mix(order.seed, 100 + static_cast<std::uint64_t>(index)));
  Box box;
  box.number = order.first_barcode + static_cast<std::uint32_t>(index);
  box.barcode_unit = order.unit;
  const auto skus = skus_of(order.cut);
  box.sku = static_cast<int>(random.below(static_cast<std::uint32_t>(skus.size())));
  const Sku& sku = skus[static_cast<std::size_t>(box.sku)];
  box.pieces = random.between(sku.least_pieces, sku.most_pieces);
  box.net = clip(random.normal(2100, 230), 801, 2800);
  box.primary = box.pieces;  // about 10 g a piece
  box.tare = 82 + box.primary + random.between(-2, 2);
  box.marks = random.next();
  set_dates(box, order, random, index);
  return box;
}

std::string_view barcode_text(const Unit& unit, std::uint32_t number, std::span<char, 10> memory) {
  const std::size_t digits = memory.size() - unit.barcode_letters.size();
  for (std::size_t i = digits; i > 0; --i, number /= 10) {
    memory[i - 1] = static_cast<char>('0' + number % 10);
  }
  for (std::size_t i = 0; i < unit.barcode_letters.size(); ++i) {
    memory[digits + i] = unit.barcode_letters[i];
  }
  return {memory.data(), memory.size()};
}

}  // namespace gdo::synth
