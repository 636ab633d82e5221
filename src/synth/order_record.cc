#include <array>

#include "synth/record_parts.h"
#include "synth/records.h"

namespace gdo::synth {
namespace {

void put_lot(JsonWriter& json, const Unit& source, const Unit& unit, Day day, int lot) {
  json.begin_object();
  json.integer("lote", lot);
  put_sif(json, "sif_abate", source, unit.sif);
  put_day(json, "dt_abate", source, day);
  json.end_object();
}

void put_lots(JsonWriter& json, const Order& order, const OrderRecord& record, int unknown_lot) {
  json.begin_array("lotes_abate");
  for (const Slice& slice : record.slices) {
    const Slaughter& day = *slice.day;
    put_lot(json, *order.unit, *day.unit, day.day, day.lots[slice.lot].number);
  }
  if (unknown_lot > 0) {
    put_lot(json, *order.unit, *record.day->unit, record.day->day, unknown_lot);
  }
  json.end_array();
}

void put_quarter(JsonWriter& json, const Slaughter& day, const Animal& animal, int half, int cut) {
  const auto kind = static_cast<std::size_t>(cut - 2);
  const int grams = quarter_weights(day, animal, half)[kind];
  std::array<char, 19> barcode{};
  carcass_barcode(day, animal.sequence, half, std::span<char, 18>(barcode.data(), 18));
  barcode[18] = static_cast<char>('0' + cut);
  json.begin_object();
  json.quoted_integer("tipo_corte", cut);
  if (cut == 4)
    json.decimal("peso_corte", grams, 3);
  else
    json.decimal("peso_corte", grams / 100, 1);
  json.text("cod_barra_corte", {barcode.data(), barcode.size()});
  json.end_object();
}

void put_quarters(JsonWriter& json, const Order& order, const OrderRecord& record) {
  json.begin_array("entrada_quarto_desossa");
  for (const Slice& slice : record.slices) {
    const Lot& lot = slice.day->lots[slice.lot];
    for (int position = slice.from; position < slice.to; ++position) {
      const Animal animal = make_animal(*slice.day, lot, position);
      put_quarter(json, *slice.day, animal, 0, order.cut);
      put_quarter(json, *slice.day, animal, 1, order.cut);
    }
  }
  json.end_array();
}

}  // namespace

void put_order(JsonWriter& json, const Order& order, const OrderRecord& record, int unknown_lot) {
  const Unit& unit = *order.unit;
  json.begin_object();
  put_company(json, unit);
  json.integer("nr_op_desossa", order.number);
  put_sif(json, "sif_producao", unit, unit.sif);
  put_sif(json, "sif_abate", unit, record.day->unit->sif);
  put_day(json, "dt_producao", unit, order.produced);
  put_day(json, "dt_abate", unit, record.day->day);
  put_cnpj(json, "cnpj_industria_abate", unit, record.day->unit->cnpj);
  put_cnpj(json, "cnpj_industria_desossa", unit, unit.cnpj);
  put_lots(json, order, record, unknown_lot);
  put_quarters(json, order, record);
  put_market_list(json, "id_mercado_destino", order.exported, order.markets, order.seed);
  json.end_object();
}

}  // namespace gdo::synth
