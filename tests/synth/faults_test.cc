#include "synth/faults.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <vector>

namespace gdo::synth {
namespace {

std::vector<std::span<const Fault>> tables() {
  return {carcass_faults(), farm_animal_faults(), schedule_faults(), order_faults(),
          box_faults(),     box_header_faults(),  sale_faults()};
}

TEST(Faults, NamesAreUniqueInTheirTable) {
  for (const auto table : tables()) {
    std::set<std::string_view> names;
    for (const Fault& fault : table) EXPECT_TRUE(names.insert(fault.name).second) << fault.name;
  }
}

TEST(Faults, EveryRejectionSaysWhy) {
  for (const auto table : tables()) {
    for (const Fault& fault : table) {
      if (fault.verdict != Verdict::accepted) {
        EXPECT_FALSE(fault.rules.empty()) << fault.name;
      }
    }
  }
}

TEST(Faults, RulesAreThoseOfTheInterface) {
  const std::set<std::string> known = {"obrigatorio",   "forma_desconhecida",
                                       "json_invalido", "utf8_invalido",
                                       "profundidade",  "tamanho",
                                       "tipo",          "faixa",
                                       "dominio",       "padrao",
                                       "tamanho_texto", "comparacao",
                                       "cpf",           "cnpj",
                                       "cpf_ou_cnpj",   "gtin",
                                       "car",           "nfe",
                                       "ibge",          "sisbov",
                                       "codigo_barras", "unico",
                                       "referencia",    "desconhecido"};
  for (const auto table : tables()) {
    for (const Fault& fault : table) {
      for (const std::string_view list : {fault.rules, fault.possible, fault.alerts}) {
        std::size_t begin = 0;
        while (begin < list.size()) {
          const std::size_t end = std::min(list.find(',', begin), list.size());
          const std::string code(list.substr(begin, end - begin));
          EXPECT_TRUE(known.contains(code.substr(0, code.find(':')))) << code;
          begin = end + 1;
        }
      }
    }
  }
}

TEST(Faults, ArePickedAtTheirRateAndAllOfThem) {
  FaultPicker picker(1, 0.25, true);
  std::map<std::string_view, int> picked;
  int faults = 0;
  for (int i = 0; i < 40'000; ++i) {
    const Fault* fault = picker.pick(carcass_faults());
    if (fault == nullptr) continue;
    ++faults;
    ++picked[fault->name];
  }
  EXPECT_NEAR(faults / 40'000.0, 0.25, 0.02);
  EXPECT_EQ(picked.size(), carcass_faults().size());
}

TEST(Faults, FutureDatesOnlyWhereTheyStayInTheFuture) {
  FaultPicker picker(1, 1.0, false);
  for (int i = 0; i < 5'000; ++i) EXPECT_FALSE(picker.pick(schedule_faults())->punctual);
}

}  // namespace
}  // namespace gdo::synth
