#include "synth/parties.h"

#include <fmt/format.h>

#include <array>
#include <cstddef>

#include "synth/check_digits.h"

namespace gdo::synth {
namespace {

struct State {
  std::string_view name;
  int code;    // the first two digits of its municipalities' IBGE codes
  int weight;  // per cent of the farms
  int registration_digits;
  int south, north, west, east;  // degrees, well inside the state
};

constexpr std::array<State, 9> kStates = {{
    {"MT", 51, 25, 11, -16, -10, -58, -52},
    {"MS", 50, 15, 9, -22, -19, -56, -52},
    {"GO", 52, 15, 9, -18, -14, -51, -48},
    {"PA", 15, 12, 9, -8, -3, -54, -48},
    {"SP", 35, 10, 12, -23, -21, -51, -48},
    {"MG", 31, 10, 13, -21, -16, -47, -42},
    {"RO", 11, 8, 14, -12, -10, -63, -61},
    {"TO", 17, 3, 9, -12, -7, -49, -48},
    {"BA", 29, 2, 9, -15, -11, -45, -40},
}};

constexpr std::array<std::string_view, 16> kFarmNames = {
    "ÁGUA LIMPA", "BOA VISTA",   "SÃO JOSÉ",     "SANTA RITA",    "TRÊS IRMÃOS", "PRIMAVERA",
    "ESPERANÇA",  "BELO MONTE",  "RIO MANSO",    "CORAÇÃO",       "SERRA AZUL",  "BURITI",
    "PAINEIRAS",  "LAGOA FUNDA", "NOVA ALIANÇA", "ESTÂNCIA VELHA"};

const State& pick_state(Random& random) {
  int drawn = random.between(0, 99);
  for (const State& state : kStates) {
    if ((drawn -= state.weight) < 0) return state;
  }
  return kStates.back();
}

std::string digits(Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text.push_back(static_cast<char>('0' + random.below(10)));
  return text;
}

std::int64_t coordinate(Random& random, int low, int high) {
  return std::int64_t{low} * 100'000 +
         random.below(static_cast<std::uint32_t>(high - low) * 100'000);
}

void place_farm(Farm& farm, const State& state, Random& random) {
  farm.state = state.name;
  farm.municipality = with_ibge_digit(std::to_string(state.code) + digits(random, 4));
  farm.city = fmt::format("MUNICÍPIO FICTÍCIO {}", farm.municipality.substr(2, 2));
  farm.address = fmt::format("ESTRADA FICTÍCIA KM {}", random.between(1, 180));
  const std::string code = digits(random, 8);
  farm.postal_code =
      fmt::format("{}.{}-{}", code.substr(0, 2), code.substr(2, 3), code.substr(5, 3));
  farm.car = fmt::format("{}-{}-{}", state.name, farm.municipality, make_hex(random, 32));
  farm.latitude = coordinate(random, state.south, state.north);
  farm.longitude = coordinate(random, state.west, state.east);
  farm.registration = random.chance(60) ? "NA" : digits(random, state.registration_digits);
}

std::string make_cpf(Random& random) {
  const char first = static_cast<char>('0' + random.between(0, 8));
  const std::string nine = first + digits(random, 7) + "9";
  return with_cpf_digits(nine);
}

}  // namespace

std::string make_cnpj(Random& random, bool alphanumeric) {
  // Not 0 in front: as a JSON number it would lose digits.
  const char first = static_cast<char>('0' + random.between(1, 9));
  std::string root = first + digits(random, 7);
  if (alphanumeric) {
    for (const std::size_t place : {2U, 4U, 7U}) {
      root[place] = static_cast<char>('A' + random.below(26));
    }
  }
  return with_cnpj_digits(root + "0001");
}

std::string make_hex(Random& random, int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text.push_back("0123456789ABCDEF"[random.below(16)]);
  return text;
}

namespace {

// The first `count` characters of UTF-8 text.
std::string first_characters(std::string_view text, std::size_t count) {
  std::size_t end = 0;
  for (; end < text.size(); ++end) {
    const bool begins_one = (static_cast<unsigned char>(text[end]) & 0xC0U) != 0x80U;
    if (begins_one && count-- == 0) break;
  }
  return std::string(text.substr(0, end));
}

}  // namespace

Farm make_farm(Random& random, int index) {
  Farm farm;
  farm.id = 5001 + index;
  farm.property = fmt::format("FAZ{:06}", farm.id);
  farm.company = !random.chance(70);
  farm.owner = farm.company ? fmt::format("AGROPECUÁRIA FICTÍCIA {:04} LTDA", index + 1)
                            : fmt::format("PRODUTOR SINTÉTICO {:04}", index + 1);
  farm.document = farm.company ? make_cnpj(random, random.chance(10)) : make_cpf(random);
  place_farm(farm, pick_state(random), random);
  const std::string name =
      fmt::format("FAZENDA {} {:04} - {}", random.pick(kFarmNames), index + 1, farm.owner);
  farm.name = first_characters(name, 50);
  while (farm.name.ends_with(' ')) farm.name.pop_back();
  return farm;
}

Party make_customer(Random& random, int index) {
  Party party;
  party.name = fmt::format("MERCADO FICTÍCIO {:02} LTDA", index + 1);
  party.document = make_cnpj(random, random.chance(8));
  party.city = fmt::format("CIDADE FICTÍCIA {:02}", random.between(1, 40));
  party.state = pick_state(random).name;
  return party;
}

Party make_carrier(Random& random, int index) {
  Party party = make_customer(random, index);
  party.name = fmt::format("TRANSPORTADORA FICTÍCIA {:02} LTDA", index + 1);
  return party;
}

std::string punctuated(std::string_view document) {
  if (document.size() == 11) {
    return fmt::format("{}.{}.{}-{}", document.substr(0, 3), document.substr(3, 3),
                       document.substr(6, 3), document.substr(9));
  }
  return fmt::format("{}.{}.{}/{}-{}", document.substr(0, 2), document.substr(2, 3),
                     document.substr(5, 3), document.substr(8, 4), document.substr(12));
}

}  // namespace gdo::synth
