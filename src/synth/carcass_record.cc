#include <array>

#include "synth/record_parts.h"
#include "synth/records.h"

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

}  // namespace gdo::synth
