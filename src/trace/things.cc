#include "trace/things.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cctype>
#include <string>

#include "base/calendar.h"
#include "base/words.h"
#include "gold/model_reader.h"
#include "values/documents.h"

namespace gdo::trace {
namespace {

// aaaa-mm-dd, or dd-mm-aaaa turned round.
std::optional<std::string> day_of(std::string_view text) {
  std::string day(text);
  if (text.size() == 10 && text[2] == '-' && text[5] == '-') {
    day = fmt::format("{}-{}-{}", text.substr(6), text.substr(3, 2), text.substr(0, 2));
  }
  if (!is_iso_date(day)) return std::nullopt;
  return day;
}

std::optional<std::string> document_of(std::string_view text) {
  std::string document;
  for (const char c : text) {
    if (std::isalnum(static_cast<unsigned char>(c)) != 0) {
      document += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    } else if (c != '.' && c != '-' && c != '/') {
      return std::nullopt;
    }
  }
  if (document.size() != 11 && document.size() != 14) return std::nullopt;
  return document;
}

const KeyColumn kCode = {"codigo_barras", KeyPart::code};
const KeyColumn kDeboner = {"nr_unidade_desossa", KeyPart::unit};
const KeyColumn kSlaughterer = {"nr_unidade_abate", KeyPart::unit};
const KeyColumn kDay = {"dt_abate", KeyPart::date};
const KeyColumn kNumber = {"nr_op_desossa", KeyPart::text};
const KeyColumn kStore = {"cnpj_local_estoque", KeyPart::digits};
const KeyColumn kSaleNumber = {"nr_pedido", KeyPart::text};
const KeyColumn kLoad = {"carga", KeyPart::text};
const KeyColumn kLotNumber = {"nr_lote_abate", KeyPart::integer};
const KeyColumn kSequence = {"nr_sequencial", KeyPart::integer};
const KeyColumn kSide = {"nr_banda", KeyPart::integer};
const KeyColumn kAnimalName = {"id_animal", KeyPart::code};
const KeyColumn kFarmName = {"chave_fazenda", KeyPart::code};

std::vector<KeyForm> all_forms() {
  const char* boxes = "service_caixas";
  const char* sales = "service_vendas";
  const char* orders = "service_ordens_desossa";
  const char* lots = "service_lotes_abate";
  const std::vector<KeyColumn> box = {kDeboner, kCode};
  const std::vector<KeyColumn> sale = {kStore, kSaleNumber, kLoad};
  const std::vector<KeyColumn> order = {kDeboner, kNumber, kSlaughterer, kDay};
  const std::vector<KeyColumn> lot = {kSlaughterer, kDay, kLotNumber};
  const std::vector<KeyColumn> half = {kSlaughterer, kDay, kSequence, kSide};
  return {
      {"caixa", "caixa", boxes, {kCode}, box},
      {"caixa", "caixa", boxes, {kDeboner, kCode}, box},
      {"pedido", "venda", sales, {kSaleNumber}, sale},
      {"pedido", "venda", sales, {kSaleNumber, kLoad}, sale},
      {"pedido", "venda", sales, {kStore, kSaleNumber}, sale},
      {"pedido", "venda", sales, {kStore, kSaleNumber, kLoad}, sale},
      {"ordem", "ordem", orders, {kNumber}, order},
      {"ordem", "ordem", orders, {kDeboner, kNumber}, order},
      {"ordem", "ordem", orders, {kNumber, kDay}, order},
      {"ordem", "ordem", orders, {kDeboner, kNumber, kDay}, order},
      {"ordem", "ordem", orders, {kDeboner, kNumber, kSlaughterer, kDay}, order},
      {"lote", "lote", lots, {kDay, kLotNumber}, lot},
      {"lote", "lote", lots, {kSlaughterer, kDay}, lot},
      {"lote", "lote", lots, {kSlaughterer, kDay, kLotNumber}, lot},
      {"animal", "animal", "service_animais", {kAnimalName}, {kAnimalName}},
      {"animal", "carcaca", "trusted_carcacas", {{"nr_sisbov", KeyPart::text}}, half},
      {"animal", "carcaca", "trusted_carcacas", {{"nr_identificacao", KeyPart::text}}, half},
      {"animal", "carcaca", "trusted_carcacas", {{"nr_chip", KeyPart::text}}, half},
      {"animal", "carcaca", "trusted_carcacas", {kSlaughterer, kDay, kSequence}, half},
      {"animal", "carcaca", "trusted_carcacas", {kSlaughterer, kDay, kSequence, kSide}, half},
      {"fazenda", "fazenda", lots, {kFarmName}, {kFarmName}},
      {"fazenda", "fazenda", lots, {{"prod_cpf_cnpj", KeyPart::digits}}, {kFarmName}},
  };
}

// "integer" of `nr_lote integer NOT NULL,` in the model's CREATE TABLE.
std::string_view declared_type(const gold::Model& model, const std::string& column) {
  std::string_view rest = model.table_sql;
  while (!rest.empty()) {
    const std::size_t end = rest.find('\n');
    const std::vector<std::string_view> words = split(trimmed(rest.substr(0, end)), ' ');
    rest = end == std::string_view::npos ? std::string_view{} : rest.substr(end + 1);
    if (words.front() != column) continue;
    for (std::size_t i = 1; i < words.size(); ++i) {
      if (!words[i].empty()) return words[i];
    }
  }
  return {};
}

// What a column's type and name say of how its values are written.
KeyColumn column_of(const gold::Model& model, const std::string& column) {
  const std::string_view type = declared_type(model, column);
  const std::string_view name = column;
  if (type == "date") return {column, KeyPart::date};
  if (type == "integer" || type == "bigint") return {column, KeyPart::integer};
  if (name.starts_with("nr_unidade")) return {column, KeyPart::unit};
  const bool document =
      name.find("cnpj") != std::string_view::npos || name.find("cpf") != std::string_view::npos;
  return {column, document ? KeyPart::digits : KeyPart::code};
}

std::vector<KeyForm> forms_of(const gold::Model& model) {
  KeyForm whole{.kind = model.thing.type, .type = model.thing.type, .table = model.name};
  for (const std::string& column : model.key) {
    if (column != "token_cliente") whole.key.push_back(column_of(model, column));
  }
  std::vector<KeyForm> forms;
  for (const std::vector<std::string>& columns : model.thing.forms) {
    KeyForm form = whole;
    for (const std::string& column : columns) form.columns.push_back(column_of(model, column));
    forms.push_back(std::move(form));
  }
  whole.columns = whole.key;
  forms.push_back(std::move(whole));
  return forms;
}

// Those of the things that the program knows; then those of a model's rows that are a thing.
const std::vector<KeyForm>& key_forms() {
  static const std::vector<KeyForm> forms = all_forms();
  return forms;
}

}  // namespace

std::optional<std::string> key_value(KeyPart part, std::string_view text) {
  switch (part) {
    case KeyPart::text:
    case KeyPart::code:
      return std::string(text);
    case KeyPart::unit:
      if (!values::is_digits(text)) return std::nullopt;
      return std::string(values::strip_zeros(text));
    case KeyPart::digits:
      return document_of(text);
    case KeyPart::date:
      return day_of(text);
    case KeyPart::integer:
      if (!values::is_digits(text)) return std::nullopt;
      if (const auto digits = values::strip_zeros(text); digits.size() < 10) {
        return std::string(digits);
      }
      return std::nullopt;
  }
  return std::nullopt;
}

std::string joined_key(const nlohmann::ordered_json& key) {
  std::string text;
  bool first = true;
  for (const auto& [name, value] : key.items()) {
    if (value.is_null()) continue;
    text += (first ? "" : "/") + (value.is_string() ? value.get<std::string>() : value.dump());
    first = false;
  }
  return text;
}

std::vector<std::string> key_parts(std::string_view text) {
  std::vector<std::string> parts;
  while (true) {
    const std::size_t end = text.find('/');
    parts.emplace_back(text.substr(0, end));
    if (end == std::string_view::npos) return parts;
    text.remove_prefix(end + 1);
  }
}

std::vector<std::vector<std::string>> regrouped(const std::vector<std::string>& parts,
                                                std::size_t count) {
  if (count == 0 || parts.size() < count) return {};
  if (parts.size() == count) return {parts};
  if (count > 1 && parts.size() > kMostParts) return {};
  std::vector<std::vector<std::string>> all;
  std::string first;
  for (std::size_t taken = 1; taken <= parts.size() - count + 1; ++taken) {
    first += (taken > 1 ? "/" : "") + parts[taken - 1];
    if (count == 1) {
      if (taken == parts.size()) all.push_back({first});
      continue;
    }
    const std::vector<std::string> rest(parts.begin() + static_cast<std::ptrdiff_t>(taken),
                                        parts.end());
    for (std::vector<std::string>& tail : regrouped(rest, count - 1)) {
      tail.insert(tail.begin(), first);
      all.push_back(std::move(tail));
    }
  }
  return all;
}

namespace {

std::vector<Thing> known_things() {
  return {
      {.type = "caixa",
       .table = "service_caixas",
       .key = {"nr_unidade_desossa", "codigo_barras"},
       .behind = {{"ordem", "caixa_ordens"}},
       .after = {{"venda", "caixa_vendas"}},
       .levels_behind = 2,
       .shows_halves = true,
       .by_orders = true},
      {.type = "venda",
       .table = "service_vendas",
       .key = {"cnpj_local_estoque", "nr_pedido", "carga"},
       .behind = {{"caixa", "venda_caixas"}},
       .levels_behind = 3,
       .by_orders = true},
      {.type = "ordem",
       .table = "service_ordens_desossa",
       .key = {"nr_unidade_desossa", "nr_op_desossa", "nr_unidade_abate", "dt_abate"},
       .behind = {{"lote", "ordem_lotes"}},
       .after = {{"caixa", "ordem_caixas"}},
       .levels_after = 2,
       .shows_halves = true,
       .by_orders = true,
       .sums = "ordem_vendas"},
      {.type = "lote",  // comes with its farm
       .table = "service_lotes_abate",
       .key = {"nr_unidade_abate", "dt_abate", "nr_lote_abate"},
       .after = {{"ordem", "lote_ordens"}},
       .levels_after = 3},
      {.type = "animal",
       .table = "service_animais",
       .key = {"id_animal"},
       .behind = {{"propriedade", "animal_propriedades"}, {"lote", "animal_lotes"}},
       .after = {{"carcaca", "animal_carcacas"}},
       .levels_after = 4},
      {.type = "carcaca",
       .table = "trusted_carcacas",
       .key = {"nr_unidade_abate", "dt_abate", "nr_sequencial", "nr_banda"},
       .behind = {{"lote", "carcaca_lotes"}, {"animal", "carcaca_animais"}},
       .after = {{"ordem", "carcaca_ordens"}},
       .levels_after = 3},
      {.type = "fazenda",
       .table = "service_lotes_abate",
       .key = {"chave_fazenda"},
       .after = {{.type = "lote", .link = "fazenda_lotes", .leads_back = true}},
       .levels_after = 2},
      {.type = "propriedade", .table = "service_animais", .key = {"id_propriedade"}},
  };
}

// How far things of a model are followed: to the lots of what stands before them.
constexpr int kLevelsOfModels = 4;

Thing thing_of(const gold::Model& model) {
  Thing thing{.type = model.thing.type, .table = model.name};
  thing.key = {model.key.begin() + 1, model.key.end()};
  for (const gold::ModelThing::Link& link : model.thing.links) {
    thing.behind.push_back({.type = link.type, .link = "", .way = link.way});
  }
  thing.levels_behind = kLevelsOfModels;
  thing.by_orders = true;
  thing.model = &model;
  return thing;
}

}  // namespace

Things::Things(const gold::Models& models)
    : things_(known_things()),
      kinds_{"caixa", "pedido", "ordem", "lote", "animal", "fazenda"},
      forms_(key_forms()) {
  gold::ModelFaults faults;
  for (const gold::Model& model : models) {
    if (model.thing.type.empty()) continue;
    if (find(model.thing.type) != nullptr || model.thing.type == "pedido") {
      faults.add(model.file, model.thing.line,
                 fmt::format("traces know a {} already; say another `coisa`", model.thing.type));
    }
    for (const gold::ModelThing::Link& link : model.thing.links) {
      if (find(link.type) != nullptr) continue;
      faults.add(
          model.file, link.line,
          fmt::format("there is no thing {} to lead to; there are {}, and the coisa of models "
                      "that this one follows",
                      link.type, fmt::join(kinds_, ", ")));
    }
    things_.push_back(thing_of(model));
    kinds_.push_back(model.thing.type);
    for (KeyForm& form : forms_of(model)) forms_.push_back(std::move(form));
  }
  faults.raise();
}

const Thing* Things::find(std::string_view type) const {
  const auto found = std::find_if(things_.begin(), things_.end(),
                                  [&](const Thing& thing) { return thing.type == type; });
  return found == things_.end() ? nullptr : &*found;
}

const Things& built_in_things() {
  static const Things things(gold::built_in_models());
  return things;
}

}  // namespace gdo::trace
