#include "synth/record_parts.h"

#include <fmt/format.h>

#include <array>
#include <utility>

#include "synth/check_digits.h"

namespace gdo::synth {

void put_company(JsonWriter& json, const Unit& unit) { json.integer("cod_empresa", unit.company); }

void put_cnpj(JsonWriter& json, std::string_view name, const Unit& source, std::string_view cnpj) {
  if (!source.punctuated) return json.text(name, cnpj);
  json.text(name, punctuated(cnpj));
}

void put_sif(JsonWriter& json, std::string_view name, const Unit& source, int sif) {
  json.quoted_integer(name, sif, source.padded_sif ? 5 : 1);
}

void put_day(JsonWriter& json, std::string_view name, const Unit& source, Day day) {
  if (source.midnight_dates) return json.date_at_midnight(name, day);
  json.date(name, day);
}

void put_trace_code(JsonWriter& json, int sif, Day day) {
  if (day == 0) return json.text("codigo_rastreabilidade_ind", "");
  std::array<char, 32> memory{};
  const CalendarDay date = from_days(day);
  const auto end = fmt::format_to_n(memory.data(), memory.size(), "{:04}-{:02}/{:02}/{:02}-00-0-0",
                                    sif, date.day, date.month, date.year % 100);
  json.text("codigo_rastreabilidade_ind", {memory.data(), end.size});
}

void put_market_list(JsonWriter& json, std::string_view name, bool exported, int count,
                     std::uint64_t marks) {
  constexpr std::array kMarkets = {2,   45,  51,  54,  60,  75,  76,  78,  81,  93,
                                   103, 120, 122, 126, 130, 131, 134, 148, 149, 150};
  json.begin_array(name);
  const std::size_t first = exported ? marks % kMarkets.size() : 9;
  for (std::size_t i = 0; std::cmp_less(i, count); ++i) {
    json.begin_object();
    json.integer("id", kMarkets[(first + i) % kMarkets.size()]);
    json.end_object();
  }
  json.end_array();
}

void put_invoice_head(JsonWriter& json, const Invoice& invoice) {
  json.text("numero", fmt::format("{}-{}", invoice.number, invoice.series));
  json.text("natureza", invoice.nature);
}

void put_invoice_key(JsonWriter& json, const Invoice& invoice, std::string_view xml) {
  const CalendarDay issued = from_days(invoice.issued);
  const std::uint64_t code = mix(invoice.number, 7) % 100'000'000;
  json.text("chave", with_nfe_digit(fmt::format(
                         "{:02}{:02}{:02}{}55{:03}{:09}1{:08}", invoice.uf_code, issued.year % 100,
                         issued.month, invoice.key_cnpj, invoice.series, invoice.number, code)));
  json.text("xml", xml);
}

void put_party(JsonWriter& json, bool origin, std::string_view name, std::string_view document,
               std::string_view city, std::string_view state) {
  constexpr std::array<std::string_view, 4> kOrigin = {"origem_nome_razaosocial", "origem_cpf_cnpj",
                                                       "origem_cidade", "origem_estado"};
  constexpr std::array<std::string_view, 4> kDestination = {
      "destino_nome_razaosocial", "destino_cpf_cnpj", "destino_cidade", "destino_estado"};
  const auto& names = origin ? kOrigin : kDestination;
  json.text(names[0], name);
  json.text(names[1], document);
  json.text(names[2], city);
  json.text(names[3], state);
}

}  // namespace gdo::synth
