#include <fmt/format.h>

#include <string>

#include "synth/parties.h"
#include "synth/payload.h"
#include "synth/record_parts.h"

namespace gdo::synth {
namespace {

constexpr int kHeadsPerTruck = 20;

void put_producer(JsonWriter& json, const Lot& lot) {
  const Farm& farm = *lot.farm;
  json.text("prod_nome_razaosocial", farm.owner);
  json.text("prod_cpf_cnpj", lot.number % 3 == 0 ? punctuated(farm.document) : farm.document);
  json.text("prod_nr_ie", farm.registration);
  json.text("prod_nr_rg", "NA");
  json.text("prod_tipo", farm.company ? "PESSOA JURIDICA" : "PESSOA FISICA");
  json.integer("id_fornecedor", 1000 + farm.id);
  json.text("prod_endereco", farm.address);
  json.text("prod_cidade", farm.city);
  json.text("prod_estado", farm.state);
  json.text("prod_cep", farm.postal_code);
}

void put_farm(JsonWriter& json, const Slaughter& day, const Farm& farm) {
  json.integer("faz_id", farm.id);
  json.text("faz_nome", farm.name);
  json.text("faz_endereco", farm.address);
  json.text("faz_cidade", farm.city);
  json.text("faz_estado", farm.state);
  json.text("faz_cep", farm.postal_code);
  json.decimal("faz_geo_latitude", farm.latitude, 5);
  json.decimal("faz_geo_longitude", farm.longitude, 5);
  json.text("faz_nr_car", farm.car);
  for (const std::string_view registry :
       {"faz_nr_incra", "faz_nr_nirf", "faz_nr_sisbov", "faz_nr_lar_lau",
        "faz_nr_licenca_ambiental", "faz_nr_licenca_operacao"}) {
    json.text(registry, "");
  }
  json.text("status_analise_propriedade", "APTA");
  put_cnpj(json, "cnpj_empresa_ambiental", *day.unit, day.world->carriers.front().document);
  Random random(mix(day.seed, 900 + static_cast<std::uint64_t>(farm.id)));
  json.text("hash_analise_ambiental", make_hex(random, 64));
  json.text("hash_lista_ibama", make_hex(random, 64));
  json.text("hash_lista_te", make_hex(random, 64));
}

void put_transport(JsonWriter& json, const Slaughter& day, const Lot& lot) {
  Random random(mix(day.seed, 800 + static_cast<std::uint64_t>(lot.number)));
  json.begin_array("caminhoes");
  for (int head = 0; head < lot.head; head += kHeadsPerTruck) {
    json.begin_object();
    const std::uint32_t plate = random.below(10'000);
    json.text("placa_veiculo", fmt::format("SYN{}{}{:02}", plate / 1000,
                                           static_cast<char>('A' + plate / 100 % 10), plate % 100));
    json.end_object();
  }
  json.end_array();
  json.begin_array("gtas");
  for (int i = 0; i < lot.permits; ++i) {
    json.begin_object();
    json.quoted_integer("nr_gta", lot.first_permit + i);
    json.end_object();
  }
  json.end_array();
}

void put_purchase(JsonWriter& json, const Slaughter& day, const Lot& lot) {
  const Farm& farm = *lot.farm;
  Random random(mix(day.seed, 700 + static_cast<std::uint64_t>(lot.number)));
  const Invoice invoice{.number = 20'000 + random.below(900'000),
                        .series = random.between(1, 3),
                        .nature = "COMPRA DE GADO PARA ABATE",
                        .key_cnpj = day.unit->cnpj,
                        .uf_code = std::stoi(farm.municipality.substr(0, 2)),
                        .issued = day.day - 1};
  json.begin_array("nfs");
  json.begin_object();
  put_invoice_head(json, invoice);
  put_party(json, true, farm.owner, farm.document, farm.city, farm.state);
  put_party(json, false, "FRIGORÍFICO FICTÍCIO LTDA", day.unit->cnpj, "CIDADE FICTÍCIA 01", "MT");
  json.date("dt_compra", lot.bought);
  json.date("dt_emissao", invoice.issued);
  put_invoice_key(json, invoice, random.pick(day.world->invoices));
  json.begin_array("itens");
  json.begin_object();
  json.integer("qtde", lot.head);
  json.text("descricao", "BOVINOS PARA ABATE");
  json.text("un_medida", "CAB");
  json.decimal("total", std::int64_t{lot.head} * 412'350, 2);
  json.text("ncm", "01029000");
  json.end_object();
  json.end_array();
  json.end_object();
  json.end_array();
}

}  // namespace

void put_schedule(JsonWriter& json, const Slaughter& day, const Lot& lot) {
  const Unit& unit = *day.unit;
  json.begin_object();
  put_company(json, unit);
  put_cnpj(json, "cnpj_industria_abate", unit, unit.cnpj);
  json.text("tipo_unidade_abate", "1");
  put_sif(json, "nr_unidade_abate", unit, unit.sif);
  put_day(json, "dt_abate", unit, day.day);
  json.integer("nr_lote_abate", lot.number);
  json.integer("nr_seq_abate", lot.first_sequence);
  json.integer("qtde_animais", lot.head);
  json.text("nr_op", lot.number % 2 == 0 ? "" : std::to_string(lot.kill_order));
  json.text("nr_currais", "");
  json.quoted_integer("nr_ordem_compra", lot.purchase_order);
  put_day(json, "dt_compra", unit, lot.bought);
  put_producer(json, lot);
  put_farm(json, day, *lot.farm);
  put_transport(json, day, lot);
  put_purchase(json, day, lot);
  json.end_object();
}

void put_farm_animal(JsonWriter& json, const FarmAnimal& animal) {
  json.begin_object();
  json.quoted_integer("id_animal", static_cast<std::int64_t>(animal.id), 15);
  json.text("id_propriedade", animal.farm->property);
  json.date("data_nascimento", animal.born);
  json.text("sexo", std::string_view(&animal.sex, 1));
  json.text("raca", animal.breed);
  if (animal.birth_weight == 0)
    json.literal("peso_nascimento", "null");
  else
    json.decimal("peso_nascimento", animal.birth_weight, 1);
  json.date("data_entrada", animal.entered);
  if (animal.left == 0)
    json.literal("data_saida", "null");
  else
    json.date("data_saida", animal.left);
  json.text("status", animal.status);
  json.begin_object("dados_adicionais");
  json.literal("vacinado", animal.vaccines > 0 ? "true" : "false");
  json.begin_array("vacinas");
  for (int i = 0; i < animal.vaccines; ++i) {
    json.begin_object();
    json.text("tipo", i % 2 == 0 ? "FEBRE AFTOSA" : "BRUCELOSE");
    json.date("data", animal.born + 90 + 180 * i);
    json.end_object();
  }
  json.end_array();
  json.text("observacoes", animal.vaccines > 1 ? "VACINAÇÃO EM DIA" : "");
  json.end_object();
  json.end_object();
}

}  // namespace gdo::synth
