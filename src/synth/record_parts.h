#pragma once

#include <string_view>

#include "synth/json_writer.h"
#include "synth/world.h"

// What records of several payloads have in common.
namespace gdo::synth {

// cod_empresa and a CNPJ, SIF number or date as this unit writes them.
void put_company(JsonWriter& json, const Unit& unit);
void put_cnpj(JsonWriter& json, std::string_view name, const Unit& source, std::string_view cnpj);
void put_sif(JsonWriter& json, std::string_view name, const Unit& source, int sif);
void put_day(JsonWriter& json, std::string_view name, const Unit& source, Day day);
// codigo_rastreabilidade_ind: 9801-27/01/25-00-0-0; empty for day 0.
void put_trace_code(JsonWriter& json, int sif, Day day);
// [{"id":2}, …]: one id at home, `count` of them abroad.
void put_market_list(JsonWriter& json, std::string_view name, bool exported, int count,
                     std::uint64_t marks);

// numero, natureza … itens of an invoice, into the object that is open. key_cnpj stands in the
// access key, which is a valid one; numeric, 14 digits.
struct Invoice {
  std::uint64_t number = 1;
  int series = 1;
  std::string_view nature;
  std::string_view key_cnpj;
  int uf_code = 51;
  Day issued = 0;
};
void put_invoice_head(JsonWriter& json, const Invoice& invoice);
void put_invoice_key(JsonWriter& json, const Invoice& invoice, std::string_view xml);
// prefix: origem_ or destino_
void put_party(JsonWriter& json, bool origin, std::string_view name, std::string_view document,
               std::string_view city, std::string_view state);

}  // namespace gdo::synth
