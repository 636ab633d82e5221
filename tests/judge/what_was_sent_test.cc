#include "judge/domain_rules.h"
#include "judge/poison.h"

// Values keep what was sent, and what is no value is null: the same value in all its spellings, in
// every payload that has it.
namespace gdo::judge::domain {
namespace {

KeptVerdict verdict_of(const char* entity, const char* pointer, const std::string& json) {
  const auto& contract = *built_in().contract(entity);
  const poison::Place place = {"", "", {}, false, poison::Json::json_pointer(pointer)};
  const poison::Poison value = {"", json, poison::harms_all};
  return judge_record(contract.payload.c_str(), poison::poisoned(entity, 1, place, value));
}

std::vector<std::string> notes(const char* entity, const char* pointer, const std::string& json) {
  return violations_of(verdict_of(entity, pointer, json));
}

std::string kept(const char* entity, const char* pointer, const std::string& json,
                 const char* column) {
  const auto verdict = verdict_of(entity, pointer, json);
  return verdict.accepted ? verdict.row.at(column) : "rejected";
}

using Notes = std::vector<std::string>;

TEST(WhatWasSent, CoordinatesKeepTheirTrailingZeros) {
  const auto latitude = [](const char* json) {
    return kept("escala", "/faz_geo_latitude", json, "faz_geo_latitude");
  };
  EXPECT_EQ(latitude("-15.601230"), "-15.601230");
  EXPECT_EQ(latitude("-15.000000"), "-15.000000");
  EXPECT_EQ(latitude(R"("-15,601230")"), "-15.601230");
  EXPECT_EQ(latitude("-1.5601230e1"), "-15.601230");
  EXPECT_EQ(latitude("-34.00"), "-34.00");  // the bound itself
  EXPECT_EQ(latitude("-15.60123"), "-15.60123");
  EXPECT_EQ(latitude("-15"), "-15");
}

TEST(WhatWasSent, AMaskIsNullWithANote) {
  for (const auto* mask :
       {R"("***.100.064-**")", R"("XXX.100.064-XX")", R"("***.***.***-**")", R"("***100064**")",
        R"(".100.064-")", R"("\u2022\u2022\u2022.100.064-\u2022\u2022")", R"("11111111111")",
        "22222222222", R"("111.111.111-11")", R"("xxxxxxxxxxx")"}) {
    SCOPED_TRACE(mask);
    for (const auto* entity : {"escala", "carcacas"}) {
      EXPECT_EQ(notes(entity, "/prod_cpf_cnpj", mask), Notes{"null cpf_ou_cnpj:prod_cpf_cnpj"});
      EXPECT_EQ(kept(entity, "/prod_cpf_cnpj", mask, "prod_cpf_cnpj"), "<null>");
    }
    EXPECT_EQ(notes("escala", "/nfs/0/origem_cpf_cnpj", mask),
              Notes{"null cpf_ou_cnpj:origem_cpf_cnpj"});
    EXPECT_EQ(notes("registro_venda", "/notas_fiscais/0/destino_cpf_cnpj", mask),
              Notes{"null cpf_ou_cnpj:destino_cpf_cnpj"});
  }
  EXPECT_EQ(notes("registro_venda", "/cnpj_transportadora", R"("**.222.333/0001-81")"),
            Notes{"null cnpj:cnpj_transportadora"});
  EXPECT_EQ(notes("desossa", "/cnpj_industria_abate", R"("**.222.333/0001-**")"),
            Notes{"reject cnpj:cnpj_industria_abate"});
}

TEST(WhatWasSent, NumbersGetTheirZerosBack) {
  for (const auto* json : {"99991409202600011", "99991409202600011.0", "9.9991409202600011e16",
                           R"("099991409202600011")", R"("99991409202600011.0")"}) {
    const auto verdict = verdict_of("carcacas", "/cod_barra_abate", json);
    // It is another carcass's label, and it is read.
    EXPECT_EQ(violations_of(verdict), Notes{"reject codigo_barras:cod_barra_abate"}) << json;
  }
  for (const auto* json : {"76123456789012", "76123456789012.0", "7.6123456789012e13",
                           R"("076123456789012")", R"("76123456789012.0")"}) {
    for (const auto* name : {"nr_sisbov", "nr_identificacao", "nr_chip"}) {
      EXPECT_EQ(kept("carcacas", (std::string("/") + name).c_str(), json, name), "076123456789012")
          << json << name;
    }
    EXPECT_EQ(kept("animais", "/id_animal", json, "id_animal"), "076123456789012") << json;
  }
  EXPECT_EQ(kept("carcacas", "/nr_identificacao", "12345", "nr_identificacao"), "12345");
  EXPECT_EQ(notes("carcacas", "/nr_sisbov", "7612345"), Notes{"null sisbov:nr_sisbov"});
  EXPECT_EQ(notes("carcacas", "/nr_sisbov", R"("76123456789012")"), Notes{"null sisbov:nr_sisbov"});
  EXPECT_EQ(kept("escala", "/prod_cpf_cnpj", "1234567890.0", "prod_cpf_cnpj"), "01234567890");
  EXPECT_EQ(kept("escala", "/prod_cpf_cnpj", R"("1234567890.0")", "prod_cpf_cnpj"), "01234567890");
  EXPECT_EQ(kept("escala", "/prod_cep", "1310100.0", "prod_cep"), "01310100");
  EXPECT_EQ(kept("desossa", "/sif_producao", "9999.0", "nr_unidade_desossa"), "9999");
  EXPECT_EQ(kept("desossa", "/sif_producao", R"("9999.0")", "nr_unidade_desossa"), "9999");
  EXPECT_EQ(notes("desossa", "/entrada_quarto_desossa/0/cod_barra_corte", "999927012025004212.0"),
            Notes{});
}

TEST(WhatWasSent, OneIsTrueHoweverItIsWritten) {
  for (const auto* json : {"1", "1.0", "1e0", R"("1")", R"("1.0")", "true", R"("S")"}) {
    EXPECT_EQ(kept("carcacas", "/flag_contusao", json, "flag_contusao"), "true") << json;
    EXPECT_EQ(kept("animais", "/dados_adicionais/vacinado", json, "vacinado"), "true") << json;
  }
  for (const auto* json : {"0.0", "0", "-0", R"("0,0")"}) {
    EXPECT_EQ(kept("carcacas", "/flag_contusao", json, "flag_contusao"), "false") << json;
  }
  EXPECT_EQ(notes("carcacas", "/flag_contusao", "2.0"), Notes{"null tipo:flag_contusao"});
}

TEST(WhatWasSent, TheFirstTenCharactersOfADateCountWhateverZoneFollows) {
  for (const auto* zone : {"", "Z", "-03:00", "+03:00", "-0300", "-03", "T23:59:59-11:00",
                           "T00:00:00.000Z", " 00:00:00"}) {
    const std::string json = std::string("\"2025-01-26") + zone + '"';
    EXPECT_EQ(kept("escala", "/dt_abate", json, "dt_abate"), "2025-01-26") << zone;
    EXPECT_EQ(kept("registro_venda", "/dt_venda", json, "dt_venda"), "2025-01-26") << zone;
  }
}

TEST(WhatWasSent, WhatIsNoNameIsNull) {
  for (const auto* name :
       {"null", "nan", "None", "-", "NAO INFORMADO", "Não informado", "SEM NOME", "N/A", "S/N",
        "undefined", "...", "***", "FAZENDA SEM NOME", "NAO INFORMADO - PRODUTOR FICTICIO"}) {
    const std::string json = std::string("\"") + name + '"';
    auto record = poison::good_record("escala", 1);
    record["prod_nome_razaosocial"] = "PRODUTOR FICTICIO";
    record["faz_nome"] = name;
    EXPECT_EQ(violations_of(judge_record("escala", record.dump())),
              Notes{"reject obrigatorio:faz_nome"})
        << name;
    EXPECT_EQ(kept("escala", "/faz_cidade", json, "faz_cidade") == "<null>",
              std::string_view(name).find(" - ") == std::string_view::npos);
    EXPECT_EQ(notes("registro_venda", "/caixas/0/codigo_barras", json).empty(),
              std::string_view(name).find(" - ") != std::string_view::npos);
  }
}

TEST(WhatWasSent, SentinelsAreNoDates) {
  for (const auto* day : {"0001-01-01T00:00:00", "1900-01-01", "1899-12-30", "1970-01-01",
                          "01/01/1753", "1999-12-31", "9999-12-31", "2100-01-01"}) {
    const std::string json = std::string("\"") + day + '"';
    SCOPED_TRACE(day);
    EXPECT_EQ(notes("escala", "/dt_abate", json), Notes{"reject faixa:dt_abate"});
    EXPECT_EQ(notes("escala", "/dt_compra", json), Notes{"null faixa:dt_compra"});
    EXPECT_EQ(kept("desossa", "/dt_producao", json, "dt_producao"), "rejected");
    EXPECT_EQ(notes("desossa", "/lotes_abate/0/dt_abate", json), Notes{"reject faixa:dt_abate"});
    EXPECT_EQ(kept("caixas", "/saida_desossa/0/dt_validade", json, "dt_validade"), "rejected");
    EXPECT_EQ(notes("caixas", "/saida_desossa/0/dt_hora_pesagem", json),
              Notes{"null faixa:dt_hora_pesagem"});
    EXPECT_EQ(notes("registro_venda", "/dt_venda", json), Notes{"reject faixa:dt_venda"});
    EXPECT_EQ(notes("registro_venda", "/dt_expedicao", json), Notes{"null faixa:dt_expedicao"});
    EXPECT_EQ(notes("registro_venda", "/notas_fiscais/0/dt_emissao", json),
              Notes{"null faixa:dt_emissao"});
  }
  EXPECT_EQ(kept("escala", "/dt_compra", R"("2000-01-01")", "dt_compra"), "2000-01-01");
  EXPECT_EQ(notes("carcacas", "/dt_nascimento", R"("1969-12-31")"),
            Notes{"null faixa:dt_nascimento"});
  EXPECT_EQ(notes("animais", "/data_nascimento", R"("1969-12-31")"),
            Notes{"reject faixa:data_nascimento"});
  EXPECT_EQ(kept("animais", "/data_nascimento", R"("1970-01-01")", "data_nascimento"),
            "1970-01-01");
}

TEST(WhatWasSent, PermitsAreUfSeriesAndNumber) {
  const auto permit = [](const char* json) {
    const auto verdict = verdict_of("escala", "/gtas/0/nr_gta", json);
    const auto& row = verdict.children.at("escala_gtas").at(0);
    return row.at("uf") + "|" + row.at("serie") + "|" + row.at("nr_gta");
  };
  EXPECT_EQ(permit(R"("100001")"), "MT|<null>|100001");
  EXPECT_EQ(permit("100001.0"), "MT|<null>|100001");
  EXPECT_EQ(permit(R"("100001.0")"), "MT|<null>|100001");
  EXPECT_EQ(permit(R"("GO-B-100001")"), "GO|B|100001");
  EXPECT_EQ(permit(R"("GO-100001")"), "GO|<null>|100001");
  for (const auto* two : {R"("100001/100002")", R"("100001 100002")", R"("100001-100002")",
                          R"("100001,100002")", R"("100001 E 100002")", "100001.5"}) {
    EXPECT_EQ(permit(two), "MT|<null>|<null>") << two;
    EXPECT_EQ(notes("escala", "/gtas/0/nr_gta", two), Notes{"null padrao:nr_gta"}) << two;
  }
  const auto none = verdict_of("escala", "/gtas", R"([7, {"nr_gta": "100002"}])");
  EXPECT_EQ(violations_of(none), Notes{"null tipo:gtas"});
  ASSERT_EQ(none.children.at("escala_gtas").size(), 1U);
  EXPECT_EQ(none.children.at("escala_gtas")[0].at("#"), "2");
}

TEST(WhatWasSent, ASaleLineThatCannotBeReadIsLeftOut) {
  for (const auto* line : {"7", "null", R"("10000002ZZ")", "[]", "{}", R"({"codigo_barras": ""})",
                           R"({"codigo_barras": null, "sku_codigo": 10})",
                           R"({"codigo_barras": {"x": 1}})", R"({"codigo_barras": "\u0000"})"}) {
    SCOPED_TRACE(line);
    const auto verdict =
        verdict_of("registro_venda", "/caixas",
                   std::string("[") + line + R"(, {"codigo_barras": "10000001ZZ"}])");
    ASSERT_TRUE(verdict.accepted);
    ASSERT_EQ(verdict.reasons.size(), 1U);
    EXPECT_EQ(verdict.reasons[0]["acao"], "null");
    EXPECT_EQ(verdict.reasons[0]["elemento"], 1);
    ASSERT_EQ(verdict.children.at("venda_caixas").size(), 1U);
    EXPECT_EQ(verdict.children.at("venda_caixas")[0].at("#"), "2");
    EXPECT_EQ(verdict.notes.size(), 1U);
  }
}

TEST(WhatWasSent, ACoordinateThatFailsTakesItsPairAlong) {
  const auto coordinates = [](const char* latitude, const char* longitude) {
    auto record = poison::good_record("escala", 1);
    record["faz_geo_latitude"] = poison::Json::parse(latitude);
    record["faz_geo_longitude"] = poison::Json::parse(longitude);
    return judge_record("escala", record.dump());
  };
  for (const auto* bad : {"95", R"("x")", "true", "-75"}) {
    const auto verdict = coordinates(bad, "-56.09781");
    EXPECT_EQ(verdict.row.at("faz_geo_latitude"), "<null>") << bad;
    EXPECT_EQ(verdict.row.at("faz_geo_longitude"), "<null>") << bad;
    EXPECT_EQ(violations_of(verdict).size(), 2U) << verdict.reasons;
    const auto other = coordinates("-15.60123", bad);
    EXPECT_EQ(other.row.at("faz_geo_latitude"), "<null>") << bad;
  }
  EXPECT_EQ(violations_of(coordinates("0", "0")),
            (Notes{"null faixa:faz_geo_longitude", "null obrigatorio:faz_geo_latitude"}));
}

TEST(WhatWasSent, TextsWithExponentsOrWithoutUnitsAreNoNumbers) {
  for (const auto* json : {R"(".5")", R"("1e2")", R"("1E2")", R"("1.5e1")", R"("5.")"}) {
    EXPECT_EQ(notes("carcacas", "/peso_vivo", json), Notes{"null tipo:peso_vivo"}) << json;
    EXPECT_EQ(notes("caixas", "/saida_desossa/0/qtde_pecas", json), Notes{"null tipo:qtde_pecas"})
        << json;
    EXPECT_EQ(notes("caixas", "/saida_desossa/0/tipo_armazenamento", json),
              Notes{"reject dominio:tipo_armazenamento"})
        << json;
  }
  EXPECT_EQ(kept("carcacas", "/peso_vivo", "4e2", "peso_vivo"), "400");
}

TEST(WhatWasSent, DocumentsOfCompaniesOnlyHaveFourteenDigits) {
  for (const auto* json : {"191", R"("191")", "191.0"}) {
    EXPECT_EQ(kept("registro_venda", "/cnpj_transportadora", json, "cnpj_transportadora"),
              "00000000000191");
  }
}

TEST(WhatWasSent, AMistypedMunicipalityInACarIsWarnedOf) {
  const auto* const car = R"("MT-5103404-0123456789ABCDEF0123456789ABCDEF")";
  EXPECT_EQ(notes("escala", "/faz_nr_car", car), Notes{"warn ibge:faz_nr_car"});
  EXPECT_EQ(kept("escala", "/faz_nr_car", car, "faz_nr_car"),
            "MT-5103404-0123456789ABCDEF0123456789ABCDEF");
}

TEST(WhatWasSent, ATooLongFarmNameCostsTheNameOnly) {
  const std::string name = '"' + std::string(3'000, 'q') + '"';
  EXPECT_EQ(notes("escala", "/faz_nome", name), Notes{"null tamanho_texto:faz_nome"});
  EXPECT_EQ(kept("escala", "/faz_nome", name, "faz_nome"), "<null>");
  EXPECT_EQ(notes("carcacas", "/nr_chip", name), Notes{"null tamanho_texto:nr_chip"});
}

}  // namespace
}  // namespace gdo::judge::domain
