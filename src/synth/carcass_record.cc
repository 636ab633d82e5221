#include <array>

#include "synth/payload.h"
#include "synth/record_parts.h"

namespace gdo::synth {
namespace {

constexpr std::array<std::string_view, 3> kProducts = {
    "MEIA CARCACA RESF BOI INTEIRO", "MEIA CARCACA RESF NOVILHA (JOVEM)", "MEIA CARCACA RESF VACA"};

void put_origin(JsonWriter& json, const Slaughter& day, const Lot& lot) {
  const Unit& unit = *day.unit;
  put_company(json, unit);
  put_cnpj(json, "cnpj_industria_abate", unit, unit.cnpj);
  json.text("tipo_unidade_abate", "1");
  put_sif(json, "nr_unidade_abate", unit, unit.sif);
  json.quoted_integer("nr_op", lot.kill_order);
  json.text("prod_cpf_cnpj", lot.farm->document);
  json.text("prod_nr_ie", lot.farm->registration);
  put_day(json, "dt_compra", unit, lot.bought);
  put_day(json, "dt_abate", unit, day.day);
  json.integer("lote_abate", lot.number);
}

void put_identity(JsonWriter& json, const Slaughter& day, const Animal& animal, int half) {
  json.integer("nr_sequencial", animal.sequence);
  json.integer("nr_banda", half + 1);
  char barcode[18];
  json.text("cod_barra_abate", carcass_barcode(day, animal.sequence, half, barcode));
  json.text("sexo", animal.kind == AnimalClass::boi ? "M" : "F");
  if (animal.official_id == 0) {
    json.text("nr_sisbov", "");
    json.text("nr_identificacao", "NA");
  } else {
    json.quoted_integer("nr_sisbov", static_cast<std::int64_t>(animal.official_id), 15);
    json.quoted_integer("nr_identificacao",
                        static_cast<std::int64_t>(animal.official_id % 1'000'000), 6);
  }
  if (animal.chip == 0)
    json.text("nr_chip", "");
  else
    json.quoted_integer("nr_chip", static_cast<std::int64_t>(animal.chip), 15);
  if (animal.official_id == 0)
    json.literal("dt_nascimento", "null");
  else
    put_day(json, "dt_nascimento", *day.unit, animal.born);
}

void put_bruise(JsonWriter& json, int style, bool bruised) {
  constexpr std::array<std::array<std::string_view, 2>, 3> kStyles = {
      {{"\"False\"", "\"True\""}, {"false", "true"}, {"0", "1"}}};
  json.literal("flag_contusao", kStyles[static_cast<std::size_t>(style)][bruised ? 1 : 0]);
}

void put_measures(JsonWriter& json, const Slaughter& day, const Animal& animal, int half) {
  const auto side = static_cast<std::size_t>(half);
  json.integer("peso_vivo", animal.live_weight);
  json.decimal("peso_carcaca", animal.half_weight[side], 1);
  // From six o'clock on, 160 head an hour, the second half some seconds later.
  const int second = 6 * 3600 + animal.sequence * 3600 / 160 + half * 9;
  json.date_time("hr_ultima_pesagem", day.day + second / 86400, second % 86400);
  put_day(json, "dt_abertura_camera_abate", *day.unit, day.day);
  put_day(json, "dt_fechamento_camera_abate", *day.unit, day.day + 1);
  const int cut = 15 * 3600 + animal.sequence * 7 % 7200;
  json.date_time("dt_corte_quarto", day.day + 1, cut, animal.sequence * 37 % 1000);
  json.decimal("valor_ph", animal.ph[side], 2);
  put_bruise(json, day.unit->bruise_style, animal.bruised);
}

void put_classes(JsonWriter& json, const Animal& animal) {
  json.integer("id_destino_abate", animal.condemned ? 4 : -1);
  json.literal("motivos_dif", animal.condemned ? R"([{"id":12,"descricao":"CONTUSAO EXTENSA"}])"
                                               : R"([{"id":-1,"descricao":"N/A"}])");
  json.integer("id_acabamento", animal.looked_up ? 332 : 0);
  json.integer("id_conformacao", animal.looked_up ? 118 : 0);
  json.integer("id_categoria", animal.looked_up ? 21 + static_cast<int>(animal.kind) : 0);
  json.integer("id_maturidade", animal.looked_up ? 40 + animal.months / 12 : 0);
  json.integer("id_raca", animal.looked_up ? 7 : 0);
  json.integer("id_habilitacao_mercado_escala", animal.looked_up ? 45 : 0);
  json.integer("id_habilitacao_mercado_etiqueta", animal.looked_up ? 45 : 0);
  if (animal.looked_up) json.literal("habilitacoes_etiqueta", "{}");
  const auto kind = static_cast<std::size_t>(animal.kind);
  json.integer("sku_codigo", 123'401 + static_cast<int>(kind));
  json.text("sku_descricao", kProducts[kind]);
}

}  // namespace

void put_carcass(JsonWriter& json, const Slaughter& day, const Lot& lot, const Animal& animal,
                 int half) {
  json.begin_object();
  put_origin(json, day, lot);
  put_identity(json, day, animal, half);
  put_measures(json, day, animal, half);
  put_classes(json, animal);
  json.end_object();
}

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
