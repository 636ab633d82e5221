#include "synth/records.h"

namespace gdo::synth {

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
