#include "judge/messages.h"

#include <fmt/format.h>

#include "contract/rule.h"

namespace gdo::judge {
namespace {

using contract::ValueType;

constexpr std::size_t kShownWords = 12;

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (std::size_t i = 0; i < words.size() && i < kShownWords; ++i) {
    if (i > 0) text += ", ";
    text += words[i];
  }
  if (words.size() > kShownWords) text += ", …";
  return text;
}

std::string with_unit(const std::string& number, const std::string& unit) {
  return unit.empty() ? number : number + " " + unit;
}

Message range_message(const contract::Range& range, const std::string& unit) {
  const auto words = [&](std::string_view above, std::string_view least, std::string_view below,
                         std::string_view most, std::string_view both) {
    std::string text;
    if (range.min) {
      text = fmt::format("{} {}", range.min_exclusive ? above : least, with_unit(*range.min, unit));
    }
    if (range.min && range.max) text += both;
    if (range.max) {
      text += fmt::format("{} {}", range.max_exclusive ? below : most, with_unit(*range.max, unit));
    }
    return text;
  };
  return {"deve ser " + words("maior que", "no mínimo", "menor que", "no máximo", " e "),
          "must be " + words("above", "at least", "below", "at most", " and ")};
}

Message length_message(const contract::TextLength& length) {
  const auto words = [&](std::string_view least, std::string_view most, std::string_view both) {
    std::string text;
    if (length.min) text = fmt::format("{} {}", least, *length.min);
    if (length.min && length.max) text += both;
    if (length.max) text += fmt::format("{} {}", most, *length.max);
    return text;
  };
  return {"o tamanho deve ser " + words("no mínimo", "no máximo", " e "),
          "its length must be " + words("at least", "at most", " and ")};
}

Message named_check_message(contract::NamedCheck check) {
  using contract::NamedCheck;
  switch (check) {
    case NamedCheck::cpf:
      return {"não é um CPF válido", "is not a valid CPF"};
    case NamedCheck::cnpj:
      return {"não é um CNPJ válido", "is not a valid CNPJ"};
    case NamedCheck::cpf_or_cnpj:
      return {"não é um CPF nem um CNPJ válido", "is neither a valid CPF nor a valid CNPJ"};
    case NamedCheck::gtin:
      return {"não é um GTIN válido", "is not a valid GTIN"};
    case NamedCheck::sscc:
      return {"não é um SSCC válido", "is not a valid SSCC"};
    case NamedCheck::car:
      return {"não é um CAR válido, ou o município não é da UF dele",
              "is not a valid CAR, or its municipality is not in its UF"};
    case NamedCheck::nfe_key:
      return {"não é uma chave de NF-e válida", "is not a valid NF-e key"};
    case NamedCheck::ibge:
      return {"não é um código de município do IBGE válido",
              "is not a valid IBGE municipality code"};
    case NamedCheck::sisbov:
      return {"não é um número SISBOV de 15 dígitos", "is not a SISBOV number of 15 digits"};
    case NamedCheck::sif:
      return {"não é um número SIF de 1 a 5 dígitos", "is not a SIF number of 1 to 5 digits"};
    case NamedCheck::cep:
      return {"não é um CEP de oito dígitos", "is not a postal code of eight digits"};
    case NamedCheck::gta:
      return {"não é uma GTA: UF, série e um só número",
              "is not a transit permit: UF, series and one number"};
  }
  return {};
}

std::string_view sign_of(contract::Comparator comparator) {
  using contract::Comparator;
  switch (comparator) {
    case Comparator::less:
      return "<";
    case Comparator::less_equal:
      return "<=";
    case Comparator::equal:
      return "=";
    case Comparator::not_equal:
      return "<>";
    case Comparator::greater_equal:
      return ">=";
    case Comparator::greater:
      return ">";
  }
  return "";
}

Message comparison_message(const contract::Comparison& rule, const FieldScope& scope) {
  const std::string right = rule.right ? scope.at(*rule.right).name : rule.constant;
  std::string sides = fmt::format("{} {} {}", scope.at(rule.left).name, sign_of(rule.op), right);
  const auto shift = [&](std::string_view days, std::string_view months) {
    std::string text;
    if (rule.plus_days != 0) text += fmt::format(" {:+} {}", rule.plus_days, days);
    if (rule.plus_months != 0) text += fmt::format(" {:+} {}", rule.plus_months, months);
    if (rule.tolerance != "0") text += fmt::format(" (± {})", rule.tolerance);
    return text;
  };
  return {"deve valer " + sides + shift("dias", "meses"),
          "must hold: " + sides + shift("days", "months")};
}

Message sum_message(const contract::Sum& rule, const FieldScope& scope) {
  std::string sides = scope.at(rule.total).name + " =";
  for (std::size_t i = 0; i < rule.terms.size(); ++i) {
    const bool minus = rule.terms[i].sign < 0;
    sides += minus ? " − " : i == 0 ? " " : " + ";
    sides += scope.at(rule.terms[i].field).name;
  }
  if (rule.tolerance != "0") sides += " (± " + rule.tolerance + ")";
  return {"a soma não fecha: " + sides, "the sum does not hold: " + sides};
}

Message condition_words(const contract::Condition& when, const FieldScope& scope) {
  using Kind = contract::Condition::Kind;
  if (when.kind == Kind::always) return {};
  const std::string& name = scope.at(when.field).name;
  if (when.kind == Kind::present) {
    return {" quando há " + name, " when there is " + name};
  }
  if (when.kind == Kind::absent) {
    return {" quando não há " + name, " when there is no " + name};
  }
  if (when.kind == Kind::failed) {
    return {" quando " + name + " não vale", " when " + name + " is not good"};
  }
  return {fmt::format(" quando {} é {}", name, joined(when.values)),
          fmt::format(" when {} is {}", name, joined(when.values))};
}

Message conditional_message(const contract::Conditional& rule, const FieldScope& scope) {
  using Kind = contract::Conditional::Kind;
  const Message when = condition_words(rule.when, scope);
  switch (rule.kind) {
    case Kind::required:
      return {"obrigatório" + when.pt, "required" + when.en};
    case Kind::absent:
      return {"deve faltar" + when.pt, "must be absent" + when.en};
    case Kind::matches:
    case Kind::not_matches:
      return {"não tem a forma esperada" + when.pt, "does not have the expected form" + when.en};
    case Kind::in:
      return {"deve ser um de: " + joined(rule.values) + when.pt,
              "must be one of: " + joined(rule.values) + when.en};
  }
  return {};
}

Message agreement_message(const contract::Agree& rule, const FieldScope& scope) {
  const auto name = [&](std::size_t i) { return scope.at(rule.fields[i]).name; };
  switch (rule.kind) {
    case contract::Agreement::car_uf:
      return {"o CAR não é da UF de " + name(1), "the CAR is not of the UF in " + name(1)};
    case contract::Agreement::coordinates_uf:
      return {"o ponto não fica na UF de " + name(2), "the point is not in the UF in " + name(2)};
    case contract::Agreement::nfe_numero:
      return {"o número da nota não é o da chave", "the invoice's number is not the key's"};
    case contract::Agreement::ie_uf:
      return {"o tamanho não é o das inscrições da UF de " + name(1),
              "its length is not that of registrations of the UF in " + name(1)};
  }
  return {};
}

Message unique_message(const contract::Unique& rule, const FieldScope& scope) {
  std::string names;
  for (const auto& ref : rule.fields) {
    if (!names.empty()) names += ", ";
    names += scope.at(ref).name;
  }
  return {"repetido no mesmo documento: " + names, "repeated in the same document: " + names};
}

}  // namespace

Message wrong_type_message(const contract::Field& field) {
  switch (field.type.kind) {
    case ValueType::text:
      return {"não é um texto", "is not a text"};
    case ValueType::integer:
    case ValueType::bigint:
      return {"não é um número inteiro", "is not a whole number"};
    case ValueType::numeric:
      return {"não é um número sem ambiguidade", "is not an unambiguous number"};
    case ValueType::date:
      return {"não é uma data que exista", "is not a date that exists"};
    case ValueType::timestamp:
      return {"não é uma data e hora que exista", "is not a date and time that exists"};
    case ValueType::boolean:
      return {"não é sim nem não", "is neither true nor false"};
    case ValueType::json:
      return {"não é o tipo de JSON esperado", "is not the expected kind of JSON"};
  }
  return {};
}

Message not_text_message() {
  return {"tem \\u0000, outro caractere de controle ou um surrogate sem par",
          "has \\u0000, another control character or a lone surrogate"};
}

Message missing_message() {
  return {"obrigatório, mas ausente ou vazio", "required, but absent or empty"};
}

Message outside_codes_message(const contract::CodeMap& codes) {
  std::vector<std::string> words;
  for (const auto& entry : codes.entries) words.push_back(entry.code);
  return {"deve ser um de: " + joined(words), "must be one of: " + joined(words)};
}

Message rule_message(const contract::FieldRule& rule, const contract::Field& field) {
  return std::visit(
      contract::Overloaded{
          [&](const contract::Range& range) { return range_message(range, field.unit); },
          [](const contract::ValueSet& set) {
            return Message{"deve ser um de: " + joined(set.values),
                           "must be one of: " + joined(set.values)};
          },
          [](const contract::TextPattern&) {
            return Message{"não tem o formato esperado", "does not have the expected form"};
          },
          [](const contract::TextLength& length) { return length_message(length); },
          [](contract::NamedCheck check) { return named_check_message(check); },
          [](const contract::NotFuture& rule_body) {
            return Message{fmt::format("está no futuro: depois da data do arquivo mais {} dia(s)",
                                       rule_body.plus_days),
                           fmt::format("is in the future: after the file's date plus {} day(s)",
                                       rule_body.plus_days)};
          }},
      rule.body);
}

Message rule_message(const contract::RowRule& rule, const FieldScope& scope) {
  return std::visit(
      contract::Overloaded{
          [&](const contract::Comparison& body) { return comparison_message(body, scope); },
          [&](const contract::Sum& body) { return sum_message(body, scope); },
          [&](const contract::Conditional& body) { return conditional_message(body, scope); },
          [](const contract::Composition&) {
            return Message{"não confere com os campos de que é composto",
                           "does not agree with the fields it is composed of"};
          },
          [&](const contract::Agree& body) { return agreement_message(body, scope); },
          [&](const contract::Unique& body) { return unique_message(body, scope); }},
      rule.body);
}

}  // namespace gdo::judge
