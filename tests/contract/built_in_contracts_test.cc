#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <variant>
#include <vector>

#include "base/translation.h"
#include "contract/ddl/trusted_ddl.h"
#include "contract/reader/catalog_loader.h"

// The contracts of the program against what the business says, spelled out.
namespace gdo::contract {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;
using Names = std::vector<std::string>;

class BuiltInContractsTest : public testing::Test {
 protected:
  const Contract& contract(const std::string& entity) const { return *catalog_.contract(entity); }
  const Child& child(const std::string& entity, const std::string& child) const {
    for (const Child& c : contract(entity).children) {
      if (c.entity == child) return c;
    }
    throw std::out_of_range(child);
  }
  Names key(const std::string& entity) const {
    Names names;
    for (const std::size_t place : contract(entity).key) {
      names.push_back(contract(entity).fields[place].column);
    }
    return names;
  }
  static Names required(const std::vector<Field>& fields, Level level) {
    Names names;
    for (const Field& field : fields) {
      if (field.required && field.level == level) names.push_back(field.name);
    }
    return names;
  }
  std::vector<const Field*> all_fields() const {
    std::vector<const Field*> all;
    for (const Contract& c : catalog_.contracts()) {
      for (const Field& field : c.fields) all.push_back(&field);
      for (const Child& kid : c.children) {
        for (const Field& field : kid.fields) all.push_back(&field);
      }
    }
    return all;
  }

  const Catalog catalog_ = load_catalog();
};

template <typename Described>
void add_descriptions(const Described& one, std::set<std::string>& texts) {
  texts.insert(one.description);
  for (const auto& field : one.fields) texts.insert(field.description);
  for (const auto& rule : one.rules) texts.insert(rule.description);
  for (const auto& rule : one.table_rules) texts.insert(rule.description);
}

TEST_F(BuiltInContractsTest, SayInEnglishWhatTheySayInPortuguese) {
  std::set<std::string> texts;
  for (const Contract& one : catalog_.contracts()) {
    add_descriptions(one, texts);
    for (const Child& kid : one.children) add_descriptions(kid, texts);
  }
  texts.erase("");
  for (const std::string& text : texts) {
    EXPECT_NE(contract_catalogue().find(text), nullptr) << text << ": po/contracts.en.po";
    const InReadersLanguage reader(Language::portuguese);
    EXPECT_EQ(description_text(text), text);
  }
  for (const auto& [portuguese, english] : contract_catalogue().messages()) {
    EXPECT_TRUE(portuguese.empty() || texts.contains(std::string(portuguese)))
        << portuguese << " is in no contract";
  }
  EXPECT_EQ(description_text("de um contrato próprio"), "de um contrato próprio");
}

TEST_F(BuiltInContractsTest, ReadFivePayloadsIntoSixEntities) {
  Names payloads;
  for (const Payload& payload : catalog_.payloads()) payloads.push_back(payload.name);
  EXPECT_THAT(payloads, ElementsAre("animais", "caixas", "desossa", "escala", "registro_venda"));
  Names entities;
  for (const Contract& c : catalog_.contracts()) entities.push_back(c.entity);
  EXPECT_THAT(entities,
              ElementsAre("carcacas", "animais", "caixas", "desossa", "escala", "registro_venda"));
}

TEST_F(BuiltInContractsTest, ASlaughteredAnimalIsAskedForFirst) {
  const Payload& animals = *catalog_.payload("animais");
  ASSERT_EQ(animals.contracts.size(), 2U);
  EXPECT_EQ(animals.contracts[0]->entity, "carcacas");
  EXPECT_THAT(animals.contracts[0]->any_of, ElementsAre("nr_sequencial", "cod_barra_abate"));
  EXPECT_EQ(animals.contracts[1]->entity, "animais");
  EXPECT_THAT(animals.contracts[1]->any_of, ElementsAre("id_animal"));
}

TEST_F(BuiltInContractsTest, RawAsksForTheseMembersAndNoOthers) {
  EXPECT_THAT(contract("carcacas").raw_required,
              UnorderedElementsAre("cnpj_industria_abate", "tipo_unidade_abate", "nr_unidade_abate",
                                   "dt_abate", "lote_abate", "nr_sequencial", "nr_banda",
                                   "cod_barra_abate", "peso_carcaca"));
  EXPECT_THAT(contract("animais").raw_required,
              UnorderedElementsAre("id_animal", "data_nascimento", "id_propriedade"));
  EXPECT_THAT(contract("escala").raw_required,
              UnorderedElementsAre("cod_empresa", "cnpj_industria_abate", "tipo_unidade_abate",
                                   "nr_unidade_abate", "dt_abate", "nr_lote_abate", "qtde_animais",
                                   "prod_cpf_cnpj", "faz_nome", "faz_estado", "gtas"));
  EXPECT_THAT(
      contract("desossa").raw_required,
      UnorderedElementsAre("nr_op_desossa", "sif_producao", "sif_abate", "dt_producao", "dt_abate",
                           "cnpj_industria_abate", "cnpj_industria_desossa", "lotes_abate"));
  EXPECT_THAT(contract("caixas").raw_required,
              UnorderedElementsAre("nr_unidade_desossa", "nr_op_desossa"));
  EXPECT_THAT(contract("registro_venda").raw_required,
              UnorderedElementsAre("cnpj_local_estoque", "dt_venda", "nr_pedido"));
}

TEST_F(BuiltInContractsTest, TrustedAsksTheBoxesForMore) {
  EXPECT_THAT(required(contract("caixas").fields, Level::item),
              UnorderedElementsAre("codigo_barras", "sku_codigo", "sku_descricao", "dt_producao",
                                   "dt_validade", "tipo_armazenamento", "peso_liquido",
                                   "peso_bruto", "tara_total", "tara_primaria"));
  EXPECT_THAT(required(child("registro_venda", "venda_caixas").fields, Level::item),
              ElementsAre("codigo_barras"));
  EXPECT_THAT(required(child("escala", "escala_gtas").fields, Level::item), ElementsAre("nr_gta"));
  EXPECT_THAT(required(child("desossa", "desossa_lotes").fields, Level::item),
              ElementsAre("lote", "sif_abate", "dt_abate"));
  EXPECT_THAT(required(child("desossa", "desossa_quartos").fields, Level::item), IsEmpty());
}

TEST_F(BuiltInContractsTest, KeysAreThoseOfTheBusiness) {
  EXPECT_THAT(key("carcacas"),
              ElementsAre("nr_unidade_abate", "dt_abate", "nr_sequencial", "nr_banda"));
  EXPECT_THAT(key("animais"), ElementsAre("id_animal", "id_propriedade"));
  EXPECT_THAT(key("escala"), ElementsAre("nr_unidade_abate", "dt_abate", "nr_lote_abate"));
  EXPECT_THAT(key("desossa"),
              ElementsAre("nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate"));
  EXPECT_THAT(key("caixas"), ElementsAre("nr_unidade_desossa", "codigo_barras"));
  EXPECT_THAT(key("registro_venda"), ElementsAre("cnpj_local_estoque", "nr_pedido", "carga"));
  EXPECT_EQ(contract("registro_venda").find("carga")->default_value, "");
}

TEST_F(BuiltInContractsTest, RawKeepsTheKeysOfTheRecord) {
  using Keys = std::vector<RawKeyColumn>;
  EXPECT_EQ(catalog_.payload("caixas")->raw_key_columns,
            (Keys{{"nr_unidade_desossa", "nr_unidade_desossa"}}));
  EXPECT_EQ(catalog_.payload("desossa")->raw_key_columns,
            (Keys{{"nr_unidade_desossa", "sif_producao"},
                  {"nr_op_desossa", "nr_op_desossa"},
                  {"nr_unidade_abate", "sif_abate"},
                  {"dt_abate", "dt_abate"}}));
  EXPECT_EQ(catalog_.payload("animais")->raw_key_columns,
            (Keys{{"nr_unidade_abate", "nr_unidade_abate"},
                  {"dt_abate", "dt_abate"},
                  {"nr_sequencial", "nr_sequencial"},
                  {"nr_banda", "nr_banda"},
                  {"id_animal", "id_animal"},
                  {"id_propriedade", "id_propriedade"}}));
}

TEST_F(BuiltInContractsTest, OnlyTablesWithTheSlaughterDateInTheirKeyArePartitioned) {
  for (const Contract& c : catalog_.contracts()) {
    const bool dated = c.entity == "carcacas" || c.entity == "escala" || c.entity == "desossa";
    ASSERT_EQ(c.partition.has_value(), dated) << c.entity;
    if (dated) {
      EXPECT_EQ(c.fields[*c.partition].column, "dt_abate");
    }
  }
}

TEST_F(BuiltInContractsTest, ChildTablesAreTheseAndPlatesHaveNone) {
  Names tables;
  for (const Contract& c : catalog_.contracts()) {
    for (const TableDefinition& table : trusted_tables(c)) tables.push_back(table.name);
  }
  EXPECT_THAT(tables,
              ElementsAre("trusted_carcacas", "trusted_animais", "trusted_caixas",
                          "trusted_desossa", "trusted_desossa_lotes", "trusted_desossa_quartos",
                          "trusted_escala", "trusted_escala_gtas", "trusted_escala_notas",
                          "trusted_registro_venda", "trusted_venda_caixas", "trusted_venda_notas"));
}

TEST_F(BuiltInContractsTest, WhatMustNeverEnterTrustedHasNoColumn) {
  Names never;
  for (const Field* field : all_fields()) {
    if (field->privacy == Privacy::never) never.push_back(field->name);
  }
  EXPECT_THAT(never, UnorderedElementsAre("prod_nr_rg", "placa_veiculo", "xml", "placa_caminhao",
                                          "motorista", "embarque_nome_usuario", "xml"));
  for (const Contract& c : catalog_.contracts()) {
    for (const TableDefinition& table : trusted_tables(c)) {
      for (const ColumnDefinition& column : table.columns) {
        EXPECT_THAT(Names({"prod_nr_rg", "placa_veiculo", "xml", "placa_caminhao", "motorista",
                           "embarque_nome_usuario"}),
                    testing::Not(testing::Contains(column.name)));
      }
    }
  }
}

TEST_F(BuiltInContractsTest, WhatIsRequiredRejectsAndWhatIsOptionalIsDropped) {
  for (const Field* field : all_fields()) {
    if (field->name == "prod_cpf_cnpj" || field->name == "nr_gta") {
      EXPECT_EQ(field->action, Action::null);  // also where it is required: escala
      continue;
    }
    const Action expected = field->required || field->key ? Action::reject : Action::null;
    EXPECT_EQ(field->action, expected) << field->name;
    for (const FieldRule& rule : field->rules) {
      const bool dropped = rule.action == Action::null && field->name == "faz_nome";  // its length
      EXPECT_TRUE(rule.action == expected || rule.action == Action::warn || dropped) << field->name;
    }
  }
}

TEST_F(BuiltInContractsTest, OnlyTheLabelRejectsAmongTheRulesBetweenFields) {
  for (const Contract& c : catalog_.contracts()) {
    for (const RowRule& rule : c.rules) {
      const bool label = c.entity == "carcacas" && rule.code == "codigo_barras";
      // A coordinate that fails takes its pair along.
      const bool pair = std::holds_alternative<Conditional>(rule.body) &&
                        std::get<Conditional>(rule.body).kind == Conditional::Kind::absent;
      EXPECT_EQ(rule.action, label  ? Action::reject
                             : pair ? Action::null
                                    : Action::warn)
          << c.entity << rule.code;
    }
  }
}

TEST_F(BuiltInContractsTest, EveryFieldSaysWhatItIs) {
  for (const Field* field : all_fields()) EXPECT_FALSE(field->description.empty()) << field->name;
}

TEST_F(BuiltInContractsTest, NoContractLacksAField) {
  // The number of JSON members domain knowledge lists for each, arrays of children left out.
  const std::vector<std::pair<std::string, std::size_t>> counts = {
      {"carcacas", 38}, {"animais", 12}, {"escala", 42},
      {"desossa", 9},   {"caixas", 24},  {"registro_venda", 17}};
  for (const auto& [entity, count] : counts) {
    EXPECT_EQ(contract(entity).fields.size(), count) << entity;
  }
  EXPECT_EQ(child("escala", "escala_notas").fields.size(), 15U);
  EXPECT_EQ(child("registro_venda", "venda_caixas").fields.size(), 12U);
  EXPECT_EQ(child("registro_venda", "venda_notas").fields.size(), 20U);
}

}  // namespace
}  // namespace gdo::contract
