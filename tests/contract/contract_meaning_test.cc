#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <variant>

#include "contract/reader/catalog_loader.h"
#include "example_contract.h"

// What is written in YAML arrives in the structures that judge by it.
namespace gdo::contract {
namespace {

using test::example_and;
using test::load;
using testing::ElementsAre;

TEST(FieldMeaningTest, WhatIsNotWrittenHasItsDefault) {
  const Catalog catalog = load(example_and("  - {name: x, type: text}\n"));
  const Field& field = catalog.contracts().front().fields.back();
  EXPECT_EQ(field.action, Action::null);
  EXPECT_EQ(field.privacy, Privacy::none);
  EXPECT_FALSE(field.required);
  EXPECT_FALSE(field.default_value);
  EXPECT_TRUE(field.cleaning.trim && field.cleaning.nfc && field.cleaning.collapse_spaces);
  EXPECT_THAT(field.cleaning.null_tokens, ElementsAre("", "NA", "N/A"));
  EXPECT_EQ(field.cleaning.document, DocumentKind::none);
}

TEST(ContractMeaningTest, GoldFollowsTheKeyUnlessLinksAreWritten) {
  const Catalog plain = load(std::string(test::kExample));
  EXPECT_THAT(plain.contracts().front().links, ElementsAre(ElementsAre("placa", "dia")));
  const Catalog linked =
      load(test::example_with("version: 1", "version: 1\nlinks: [[placa], [dia, peso]]"));
  EXPECT_THAT(linked.contracts().front().links,
              ElementsAre(ElementsAre("placa"), ElementsAre("dia", "peso")));
}

TEST(FieldMeaningTest, CleaningTypeAndRulesArriveAsWritten) {
  const Catalog catalog = load(example_and(R"(
  - name: valor
    type: numeric(12,4)
    clean: [zero_is_null, minus_one_is_null]
    range: {above: 0, max: 10.5}
    rules:
      - {range: {below: 5}, action: warn}
    unit: kg
  - name: codigo
    type: text
    clean: [upper, digits_only, no_trim, no_collapse_spaces, keep_original]
    null_tokens: [X, ""]
    remove: ".-"
    pad: 8
    pattern: '^\d{8}$'
    length: {min: 2}
    privacy: personal
  - {name: doc, type: text, document: cnpj, check: cnpj, action: warn}
)"));
  const Contract& contract = catalog.contracts().front();
  const Field& value = *contract.find("valor");
  EXPECT_EQ(value.type, (DataType{ValueType::numeric, 12, 4}));
  EXPECT_TRUE(value.cleaning.zero_is_null && value.cleaning.minus_one_is_null);
  ASSERT_EQ(value.rules.size(), 2U);
  const Range& range = std::get<Range>(value.rules[0].body);
  EXPECT_EQ(range.min, "0");
  EXPECT_TRUE(range.min_exclusive);
  EXPECT_EQ(range.max, "10.5");
  EXPECT_FALSE(range.max_exclusive);
  EXPECT_EQ(value.rules[0].action, Action::null);
  EXPECT_EQ(value.rules[0].code, "faixa");
  EXPECT_EQ(value.rules[1].action, Action::warn);

  const Field& code = *contract.find("codigo");
  EXPECT_EQ(code.cleaning.letter_case, LetterCase::upper);
  EXPECT_TRUE(code.cleaning.digits_only && code.cleaning.keep_original);
  EXPECT_FALSE(code.cleaning.trim || code.cleaning.collapse_spaces);
  EXPECT_EQ(code.cleaning.remove, ".-");
  EXPECT_EQ(code.cleaning.pad, 8U);
  EXPECT_THAT(code.cleaning.null_tokens, ElementsAre("X", ""));
  EXPECT_EQ(code.rules[0].code, "padrao");
  EXPECT_EQ(code.rules[1].code, "tamanho_texto");
  EXPECT_EQ(code.privacy, Privacy::personal);

  const Field& doc = *contract.find("doc");
  EXPECT_EQ(doc.cleaning.document, DocumentKind::cnpj);
  EXPECT_TRUE(doc.cleaning.alphanumeric_only && doc.cleaning.all_zeros_is_null);
  EXPECT_EQ(std::get<NamedCheck>(doc.rules[0].body), NamedCheck::cnpj);
  EXPECT_EQ(doc.rules[0].action, Action::warn);
}

TEST(RuleMeaningTest, ComparisonsAndSums) {
  const Catalog catalog = load(example_and(R"(
  - {name: chegada, type: timestamp}
rules:
  - compare: [chegada, "<=", dia]
    plus: {days: 10, months: 1}
    action: reject
    field: peso
    description: logo depois
  - compare: [peso, ">", 0.5]
  - sum: {total: peso, plus: [tara], minus: [peso]}
    tolerance: 0.002
)"));
  const std::vector<RowRule>& rules = catalog.contracts().front().rules;
  ASSERT_EQ(rules.size(), 3U);
  const auto& compare = std::get<Comparison>(rules[0].body);
  EXPECT_EQ(compare.left.index, 4U);
  EXPECT_EQ(compare.op, Comparator::less_equal);
  EXPECT_EQ(compare.right, FieldRef{1});
  EXPECT_EQ(compare.plus_days, 10);
  EXPECT_EQ(compare.plus_months, 1);
  EXPECT_EQ(rules[0].action, Action::reject);
  EXPECT_EQ(rules[0].subject, FieldRef{2});
  EXPECT_EQ(rules[0].code, "comparacao");
  EXPECT_EQ(rules[0].description, "logo depois");
  const auto& constant = std::get<Comparison>(rules[1].body);
  EXPECT_FALSE(constant.right);
  EXPECT_EQ(constant.constant, "0.5");
  EXPECT_EQ(rules[1].action, Action::warn);
  const auto& sum = std::get<Sum>(rules[2].body);
  EXPECT_EQ(sum.total, FieldRef{2});
  ASSERT_EQ(sum.terms.size(), 2U);
  EXPECT_EQ(sum.terms[0].sign, 1);
  EXPECT_EQ(sum.terms[1].sign, -1);
  EXPECT_EQ(sum.tolerance, "0.002");
}

TEST(RuleMeaningTest, PresenceCompositionAndUniqueness) {
  const Catalog catalog = load(example_and(R"(
rules:
  - require: tara
    when: {present: peso}
  - forbid: tara
    when: {field: placa, in: [A, B]}
    action: warn
  - not_matches: {field: placa, pattern: '^X'}
    when: {absent: peso}
  - compose: {field: placa, parts: [{skip: 2}, {literal: "-"}, {field: dia, date: DD/MM/YY}, {skip_past: "x"}]}
  - unique: [placa, dia]
)"));
  const std::vector<RowRule>& rules = catalog.contracts().front().rules;
  ASSERT_EQ(rules.size(), 5U);
  const auto& require = std::get<Conditional>(rules[0].body);
  EXPECT_EQ(require.kind, Conditional::Kind::required);
  EXPECT_EQ(require.when.kind, Condition::Kind::present);
  EXPECT_EQ(rules[0].action, Action::null);  // what its field does
  EXPECT_EQ(rules[0].code, "obrigatorio");
  const auto& forbid = std::get<Conditional>(rules[1].body);
  EXPECT_EQ(forbid.kind, Conditional::Kind::absent);
  EXPECT_THAT(forbid.when.values, ElementsAre("A", "B"));
  const auto& matches = std::get<Conditional>(rules[2].body);
  EXPECT_EQ(matches.kind, Conditional::Kind::not_matches);
  EXPECT_EQ(matches.when.kind, Condition::Kind::absent);
  EXPECT_EQ(rules[2].action, Action::reject);
  const auto& compose = std::get<Composition>(rules[3].body);
  ASSERT_EQ(compose.parts.size(), 4U);
  EXPECT_EQ(compose.parts[0].skip, 2U);
  EXPECT_EQ(compose.parts[1].literal, "-");
  EXPECT_EQ(compose.parts[2].date_format, "DD/MM/YY");
  EXPECT_EQ(compose.parts[3].skip_past, "x");
  EXPECT_EQ(std::get<Unique>(rules[4].body).fields.size(), 2U);
  EXPECT_EQ(rules[4].code, "unico");
}

TEST(RuleMeaningTest, RulesOverTablesKnowTheirOwnAndTheOtherColumns) {
  const Catalog catalog = load_catalog();
  const Contract& deboning = *catalog.contract("desossa");
  const Child& quartos = deboning.children.at(1);
  const auto& reference = std::get<Reference>(quartos.table_rules.at(1).body);
  EXPECT_EQ(reference.entity, "carcacas");
  EXPECT_EQ(quartos.fields[reference.columns.at(0).local.index].column, "cod_barra_corte");
  EXPECT_EQ(reference.columns.at(0).remote_column, "codigo_barra_etiqueta");
  EXPECT_EQ(reference.columns.at(0).prefix, 18U);
  EXPECT_EQ(reference.grace_days, 7);
  const Contract& schedule = *catalog.contract("escala");
  const auto& count = std::get<CountMatches>(schedule.table_rules.at(1).body);
  EXPECT_EQ(count.distinct_column, "nr_sequencial");
  EXPECT_DOUBLE_EQ(count.tolerance_percent, 2);
}

TEST(ChildMeaningTest, CopiesAndComparisonsReachTheParent) {
  const Catalog catalog = load_catalog();
  const Contract& schedule = *catalog.contract("escala");
  const Child& gtas = schedule.children.at(0);
  EXPECT_TRUE(gtas.required);
  EXPECT_EQ(gtas.action, Action::reject);
  const Field& uf = gtas.fields.at(2);
  ASSERT_TRUE(uf.copy_of && uf.fallback);
  EXPECT_FALSE(uf.copy_of->parent);
  EXPECT_EQ(gtas.fields[uf.copy_of->index].column, "nr_gta");
  EXPECT_TRUE(uf.fallback->parent);
  EXPECT_EQ(schedule.fields[uf.fallback->index].column, "faz_estado");
  const Contract& sale = *catalog.contract("registro_venda");
  const auto& compare = std::get<Comparison>(sale.children.at(0).rules.at(0).body);
  ASSERT_TRUE(compare.right);
  EXPECT_TRUE(compare.right->parent);
  EXPECT_EQ(sale.fields[compare.right->index].column, "dt_expedicao");
}

TEST(ItemMeaningTest, HeaderAndItemMayReadMembersOfTheSameName) {
  const Catalog catalog = load_catalog();
  const Contract& boxes = *catalog.contract("caixas");
  EXPECT_EQ(boxes.items, "saida_desossa");
  const Field& header = *boxes.find("dt_abate_ordem");
  const Field& item = *boxes.find("dt_abate");
  EXPECT_EQ(header.name, "dt_abate");
  EXPECT_EQ(header.level, Level::record);
  EXPECT_EQ(item.level, Level::item);
  ASSERT_TRUE(item.fallback);
  EXPECT_EQ(&boxes.fields[item.fallback->index], &header);
}

}  // namespace
}  // namespace gdo::contract
