#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "base/error.h"
#include "example_contract.h"

// Every mistake is found, at its line, with what to write instead.
namespace gdo::contract {
namespace {

using test::example_and;
using test::example_with;
using test::kExample;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

std::string message_of(const std::vector<ContractFile>& files) {
  try {
    (void)load_catalog(files);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    return error.what();
  }
  ADD_FAILURE() << "was taken:\n" << files.front().text;
  return {};
}

std::string message_of(const std::string& yaml) {
  return message_of(std::vector<ContractFile>{{"x.yaml", yaml}});
}

struct Broken {
  std::string yaml;
  const char* message;
};

void expect_messages(const std::vector<Broken>& cases) {
  for (const Broken& c : cases) EXPECT_THAT(message_of(c.yaml), HasSubstr(c.message)) << c.yaml;
}

TEST(BrokenContractTest, OfTheWhole) {
  expect_messages({
      {"", "x.yaml:1: contract: must be a map"},
      {"- a\n", "x.yaml:1: contract: must be a map"},
      {example_with("payload:", "paylod:"),
       "x.yaml:3: contract: unknown key 'paylod'; did you mean "
       "'payload'?"},
      {example_with("payload: balanca\n", ""), "x.yaml:2: contract: has no 'payload'; add it"},
      {example_with("entity: pesagem", "entity:"), "x.yaml:2: contract: 'entity' is empty"},
      {example_with("pesagem", "Pesagem"), "x.yaml:2: contract: 'entity' must be a name of a-z"},
      {example_with("pesagem", std::string(41, 'a')), "at most 40 long"},
      {example_with("version: 1\n", ""), "x.yaml:2: contract: has no 'version'"},
      {example_with("version: 1", "version: 0"),
       "x.yaml:4: contract: 'version' must be a whole "
       "number from 1"},
      {example_with("version: 1", "version: um"), "x.yaml:4: contract: 'version' must be a whole"},
      {example_with("version: 1", "drift: frezee"),
       "x.yaml:4: drift: unknown 'frezee'; did you mean 'freeze'?"},
      {example_with("version: 1", "version: 1\nfolders: [a/b]"),
       "x.yaml:5: contract: folder 'a/b'"},
      {example_with("version: 1", "version: 1\nfile_time: YYYY_MM"),
       "x.yaml:5: contract: 'file_time' has no DD"},
      {example_with("version: 1", "version: 1\ntimezone: ../etc/x y"),
       "x.yaml:5: contract: 'timezone' must be like"},
      {example_with("version: 1", "version: 1\nrejection_limit: {percent: 101}"),
       "x.yaml:5: rejection_limit: 'percent' must be a number from 0 to 100"},
      {example_with("version: 1", "version: 1\nshape: {order: 1}"),
       "x.yaml:5: shape: has no 'any_of'"},
      {example_with("version: 1", "version: 1\nheader:\n  - {name: h, type: text}"),
       "'header' needs 'items'"},
      {"entity: a\npayload: a\nversion: 1\nkey: [x]\n", "x.yaml:1: contract: has no 'fields'"},
      {"entity: a\npayload: a\nversion: 1\nkey: [x]\nfields: {x: text}\n",
       "x.yaml:5: fields: must be a list"},
      {example_with("key: [placa, dia]\n", ""), "contract: has no 'key'"},
      {example_with("[placa, dia]", "[placa, placa]"),
       "x.yaml:5: contract: 'key' names 'placa' "
       "twice"},
      {example_with("[placa, dia]", "[placas]"),
       "x.yaml:5: contract: there is no column 'placas'; "
       "did you mean 'placa'?"},
      {example_with("version: 1", "version: 1\npartition: placa"),
       "x.yaml:5: contract: 'partition' needs a field of type date, but 'placa' is text"},
      {example_with("key: [placa, dia]", "key: [placa]\npartition: dia"),
       "x.yaml:6: contract: 'partition' must be a column of the key; add 'dia' to 'key'"},
      {example_with("version: 1", "version: 1\nindexes: [[pezo]]"),
       "there is no column 'pezo'; did "
       "you mean 'peso'?"},
      {example_with("version: 1", "version: 1\nlinks: [[pezo]]"),
       "x.yaml:5: contract: there is no column 'pezo'; did you mean 'peso'?"},
      {example_with("version: 1", "version: 1\nlinks: [placa]"),
       "x.yaml:5: contract: 'links' must be a list of lists of columns"},
      {example_with("version: 1", "version: 1\nlink: [[placa]]"),
       "unknown key 'link'; did you mean 'links'?"},
      {example_with("version: 1", "version: 1\nindexes: [peso]"),
       "x.yaml:5: contract: 'indexes' "
       "must be a list of lists"},
  });
}

TEST(BrokenContractTest, OfAField) {
  expect_messages({
      {example_and("  - texto\n"), "x.yaml:17: field: must be a map"},
      {example_and("  - type: text\n"), "x.yaml:17: field: has no 'name'; add it"},
      {example_and("  - name: x\n"), "x.yaml:17: field 'x': has no 'type'"},
      {example_and("  - {name: x, type: string}\n"),
       "field 'x', type: unknown 'string'; known are "
       "text, integer"},
      {example_and("  - {name: x, type: interger}\n"), "did you mean 'integer'?"},
      {example_and("  - name: x\n    type: numeric(3,5)\n"),
       "x.yaml:18: field 'x': 'numeric(3,5)' "
       "must be numeric(digits,decimals)"},
      {example_and("  - {name: x, type: \"numeric(99999999999,1)\"}\n"), "must be numeric(digits"},
      {example_and("  - {name: nomePai, type: text}\n"),
       "its name cannot be a column's; add "
       "'column'"},
      {example_and("  - {name: a..b, type: text}\n"), "'name' must be members with single points"},
      {example_and("  - {name: x, type: text, colum: y}\n"),
       "unknown key 'colum'; did you mean "
       "'column'?"},
      {example_and("  - {name: x, type: text, column: peso}\n"),
       "x.yaml:17: column 'peso' is there already, at line 13"},
      {example_and("  - {name: x, type: text, column: lote_id}\n"),
       "column 'lote_id' is one that every table has"},
      {example_and("  - {name: x, type: text, column: ctid}\n"), "one that every table has"},
      {example_and("  - {name: x, type: text, clean: [keep_original]}\n"
                   "  - {name: x_original, type: text}\n"),
       "x.yaml:18: column 'x_original' is there already, at line 17"},
      {example_and("  - {name: peso, type: text, column: outro}\n"),
       "'peso' and 'peso' (line 13) read the same value"},
      {example_and("  - {name: peso.kg, type: text}\n"), "read the same value"},
      {example_and("  - {name: x, type: text, required: sim}\n"),
       "'required' must be true or "
       "false"},
      {example_and("  - {name: x, type: text, action: drop}\n"),
       "'action' must be reject, null or "
       "warn, not 'drop'"},
      {example_and("  - {name: x, type: text, clean: [uper]}\n"),
       "clean: unknown 'uper'; did you "
       "mean 'upper'?"},
      {example_and("  - {name: x, type: date, clean: [upper]}\n"),
       "its cleaning is for text, but "
       "its type is date"},
      {example_and("  - {name: x, type: date, clean: [zero_is_null]}\n"),
       "are for numbers and text"},
      {example_and("  - {name: x, type: text, pad: 5, clean: [strip_leading_zeros]}\n"),
       "both pads with zeros and strips them"},
      {example_and("  - {name: x, type: text, document: rg}\n"), "document: unknown 'rg'"},
      {example_and("  - {name: x, type: text, rules: [{pattern: a, code: tpo}]}\n"),
       "code: unknown 'tpo'; did you mean 'tipo'?"},
      {example_and("  - {name: x, type: text, privacy: secret}\n"),
       "privacy: unknown 'secret'; "
       "known are none, personal, never"},
      {example_and("  - {name: x, type: text, codes: cores}\n"), "there are no codes 'cores'"},
      {example_and("  - {name: x, type: text, codes: {A: [X], B: [x]}}\n"),
       "'x' stands for both 'A' and 'B'"},
      {example_and("  - {name: x, type: integer, codes: {A: [X]}}\n"),
       "codes of a number must be "
       "numbers"},
      {example_and("  - {name: x, type: date, codes: {A: [X]}}\n"),
       "codes needs a field of type "
       "text or integer or bigint"},
      {example_and("  - {name: x, type: text, json: {kind: array}}\n"),
       "'json' needs 'type: json'"},
      {example_and("  - {name: x, type: json, json: {pluck: id}}\n"), "need 'kind: array'"},
      {example_and("  - {name: x, type: integer, default: um}\n"), "'default' is no integer"},
      {example_and("  - {name: x, type: text, required: true, default: a}\n"),
       "'default' is for optional fields"},
      {example_and("  - {name: x, type: text, copy_of: peso}\n"), "both 'name' and 'copy_of'"},
      {example_and("  - {column: x, type: text, copy_of: peso}\n"), "a field of the same type"},
      {example_and("  - {column: x, type: text, copy_of: x}\n"), "names the field itself"},
      {example_and("  - {name: x, type: text, fallback: y}\n"), "there is no column 'y'"},
      {example_with("    required: true\n  - name: dia", "    privacy: never\n  - name: dia"),
       "a key column must be stored"},
      {example_with("type: date\n    required: true", "type: date"),
       "x.yaml:10: field 'dia': a key column must be required, or text"},
      {example_with("type: date\n    required: true",
                    "type: date\n    required: true\n    action: "
                    "warn"),
       "a key column can only reject"},
  });
}

TEST(BrokenContractTest, OfAFieldsRules) {
  const auto field = [](const std::string& rest) { return example_and("  - name: x\n" + rest); };
  expect_messages({
      {field("    type: text\n    range: {min: 1}\n"),
       "x.yaml:19: field 'x': a range needs a field "
       "of type integer or bigint or numeric"},
      {field("    type: integer\n    range: {min: a}\n"),
       "'min' must be a number like 1.5, not 'a'"},
      {field("    type: date\n    range: {min: 2025}\n"), "'min' must be a date like 2025-01-31"},
      {field("    type: date\n    range: {min: 2025-02-30}\n"), "'min' must be a date"},
      {field("    type: integer\n    range: {min: 1, above: 1}\n"), "both 'min' and 'above'"},
      {field("    type: integer\n    range: {}\n"), "give a min or a max"},
      {field("    type: integer\n    range: [1, 2]\n"), "must be a map"},
      {field("    type: text\n    set: []\n"), "'set' is empty"},
      {field("    type: integer\n    set: [um]\n"), "must hold numbers"},
      {field("    type: text\n    pattern: '(a'\n"),
       "x.yaml:19: field 'x': the pattern '(a' is wrong "
       "at character 3: a '(' without its ')'"},
      {field("    type: date\n    pattern: 'a'\n"), "a pattern needs a field of type text"},
      {field("    type: text\n    check: cpv\n"), "check: unknown 'cpv'; did you mean 'cpf'?"},
      {field("    type: text\n    length: {min: 3, max: 2}\n"), "min is above max"},
      {field("    type: text\n    not_future: true\n"),
       "not_future needs a field of type date or "
       "timestamp"},
      {field("    type: text\n    rules:\n      - {action: warn}\n"),
       "x.yaml:20: field 'x', rule: needs one of range, set"},
      {field("    type: text\n    rules:\n      - {set: [a], check: cpf}\n"), "make two of it"},
      {field("    type: text\n    rules:\n      - {set: [a], code: faixas}\n"),
       "code: unknown 'faixas'; did you mean 'faixa'?"},
  });
}

TEST(BrokenContractTest, OfARuleBetweenFields) {
  const auto rule = [](const std::string& text) {
    return example_and("rules:\n  - " + text + "\n");
  };
  expect_messages({
      {example_and("rules: {compare: [peso, \"<\", tara]}\n"), "x.yaml:17: rules: must be a list"},
      {rule("{}"), "x.yaml:18: rule: needs one of compare, sum"},
      {rule("{campare: [peso, \"<\", tara]}"), "unknown key 'campare'; did you mean 'compare'?"},
      {rule("{compare: [peso, \"<\"]}"), "must be a list of three"},
      {rule("{compare: [peso, \"=<\", tara]}"), "unknown '=<'"},
      {rule("{compare: [pesso, \"<\", tara]}"),
       "x.yaml:18: rule 'compare': there is no column "
       "'pesso'; did you mean 'peso'?"},
      {rule("{compare: [peso, \"<\", dia]}"),
       "'peso' is numeric and 'dia' is date: they cannot be "
       "compared"},
      {rule("{compare: [peso, \"<\", tara], plus: {days: 1}}"),
       "'plus' needs a field of type date"},
      {rule("{compare: [peso, \"<\", tara], tolerance: pouco}"), "'tolerance' must be a number"},
      {rule("{compare: [peso, \"<\", tara], tolerance: -1}"), "cannot be negative"},
      {rule("{compare: [dia, \"<\", dia], tolerance: 1}"),
       "'tolerance' needs a field of type "
       "integer"},
      {rule("{compare: [peso, \"<\", tara], when: {present: peso}}"), "'when' means nothing here"},
      {rule("{sum: {total: peso, plus: [dia]}}"), "a sum needs a field of type integer"},
      {rule("{sum: {total: peso}}"), "adds nothing"},
      {rule("{require: peso, when: {field: placa}}"), "has no 'in'"},
      {rule("{require: peso, when: {}}"), "needs one of present, absent, failed, field"},
      {rule("{matches: {field: peso, pattern: x}}"), "a pattern needs a field of type text"},
      {rule("{compose: {field: placa, parts: [{field: dia}]}}"), "has no 'date'; add it"},
      {rule("{compose: {field: placa, parts: [{field: dia, date: MMYY}]}}"),
       "'date' must be "
       "DDMMYYYY"},
      {rule("{compose: {field: placa, parts: []}}"), "has no 'parts'"},
      {rule("{agree: {car_uf: [placa]}}"), "'car_uf' needs 2 columns"},
      {rule("{agree: {car_uf: [placa, peso]}}"), "car_uf needs a field of type text, but 'peso'"},
      {rule("{agree: {cor_uf: [placa]}}"), "did you mean 'car_uf'?"},
      {rule("{unique: []}"), "names no columns"},
      {rule("{unique: [placa], action: null}"), "would null 'placa', which is required"},
      {rule("{unique: [placa], action: drop}"), "'action' must be reject, null or warn"},
      {rule("{reference: {entity: nada, columns: {placa: x}}}"),
       "x.yaml:18: there is no entity "
       "'nada'"},
      {rule("{reference: {entity: pesagem, columns: {placa: plaga}}}"),
       "the entity 'pesagem' has no column 'plaga'; did you mean 'placa'?"},
      {rule("{reference: {entity: pesagem, columns: {placa: peso}}}"), "they can never be equal"},
      {rule("{reference: {entity: pesagem}}"), "'columns' must be a map"},
      {rule("{reference: {entity: pesagem, columns: {placa: placa}}, action: reject}"),
       "'action' means nothing here"},
      {rule("{no_overlap: {start: peso, count: peso}}"),
       "'no_overlap' needs a field of type "
       "integer"},
      {rule("{unique_across: []}"), "names no columns"},
  });
}

TEST(BrokenContractTest, OfAChild) {
  const auto child = [](const std::string& text) {
    return example_and("children:\n  - " + text + "\n");
  };
  expect_messages({
      {child("itens"), "x.yaml:18: child: must be a map"},
      {child("{array: itens, fields: []}"), "child: has no 'entity'"},
      {child("{entity: itens, array: itens}"), "child: has no 'fields'"},
      {child("{entity: pesagem, array: itens, fields: []}"), "entity 'pesagem' is there already"},
      {child("{entity: itens, array: peso, fields: []}"), "the array 'peso' is read already"},
      {child("{entity: itens, array: i, fields: [{name: placa, type: text}]}"),
       "column 'placa' is a key column of the parent"},
      {child("{entity: itens, array: i, fields: [{name: nr_item, type: text}]}"),
       "one that every table has"},
      {child("{entity: itens, array: i, fields: [{name: a, type: date}], rules: [{compare: [a, "
             "\"<\", parent.dias]}]}"),
       "there is no column 'parent.dias'; did you mean 'parent.dia'?"},
  });
}

TEST(BrokenContractTest, OfTwoContractsTogether) {
  const ContractFile first{"a.yaml", std::string(kExample)};
  const auto with = [&](const std::string& yaml) {
    return message_of(std::vector<ContractFile>{first, {"b.yaml", yaml}});
  };
  EXPECT_THAT(with(std::string(kExample)), HasSubstr("b.yaml:2: entity 'pesagem' is there already, "
                                                     "in a.yaml"));
  EXPECT_THAT(with(example_with("pesagem", "outra")), HasSubstr("both read payload 'balanca'"));
  EXPECT_THAT(with("codes:\n  a: {X: []}\n" + std::string("  b: 1\n")),
              HasSubstr("b.yaml:3: codes 'b': must be a map of codes"));
  std::string folder = example_with("entity: pesagem", "entity: outra\nfolders: [balanca]");
  folder.replace(folder.find("payload: balanca"), 16, "payload: outra");
  EXPECT_THAT(with(folder), HasSubstr("folder 'balanca' belongs to the payload 'balanca' already"));
  std::string other_member = example_with("entity: pesagem",
                                          "entity: outra\nshape: {order: 1, "
                                          "any_of: [q]}");
  other_member.replace(other_member.find("name: placa"), 11, "name: q\n    column: placa");
  EXPECT_THAT(with(other_member), HasSubstr("the key column 'placa' comes from 'q' here and from "
                                            "'placa' in another"));
}

TEST(BrokenContractTest, AllMistakesOfAllFilesComeTogetherInOrder) {
  const std::string message =
      message_of({{"b.yaml", example_and("  - {name: x, type: texto}\n  - {name: y}\n")},
                  {"a.yaml", "entity: [\n"},
                  {"c.yaml", example_with("entity: pesagem", "entity: outra")}});
  EXPECT_THAT(message, HasSubstr("the contracts have"));
  EXPECT_LT(message.find("a.yaml:"), message.find("b.yaml:17"));
  EXPECT_LT(message.find("b.yaml:17"), message.find("b.yaml:18"));
  EXPECT_LT(message.find("b.yaml:18"), message.find("c.yaml:"));
}

TEST(BrokenContractTest, AFloodOfMistakesIsCutShort) {
  std::string yaml(kExample);
  for (int i = 0; i < 5000; ++i) yaml += "  - {nome: x}\n";
  const std::string message = message_of(yaml);
  EXPECT_LT(message.size(), 40'000U);
  EXPECT_THAT(message, HasSubstr("fix these first"));
}

TEST(BrokenContractTest, LongValuesAreShownShort) {
  const std::string message =
      message_of(example_with("[placa, dia]", "[" + std::string(100'000, 'z') + "]"));
  EXPECT_LT(message.size(), 2000U);
}

}  // namespace
}  // namespace gdo::contract
