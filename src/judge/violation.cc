#include "judge/violation.h"

#include <fmt/format.h>

#include <iterator>

#include "base/encodings.h"
namespace gdo::judge {
namespace {

void append_member(std::string_view name, std::string_view text, std::string& out) {
  out += '"';
  out += name;
  out += "\":";
  append_json_string(text, out);
}

void append_place(const Violation& violation, std::string& out) {
  if (violation.list.empty()) return;
  out += ',';
  append_member("lista", violation.list, out);
  if (violation.element > 0) {
    fmt::format_to(std::back_inserter(out), ",\"elemento\":{}", violation.element);
  }
}

void append_head(const Violation& violation, bool with_value, std::string& out) {
  out += '{';
  append_member("campo", violation.field, out);
  out += ',';
  append_member("regra", violation.rule, out);
  out += ',';
  append_member("acao", action_word(violation.action), out);
  if (with_value && violation.has_value) {
    out += ',';
    append_member("valor", violation.value, out);
  } else {
    out += ",\"valor\":null";
  }
}

}  // namespace

std::string_view action_word(contract::Action action) {
  switch (action) {
    case contract::Action::reject:
      return "reject";
    case contract::Action::null:
      return "null";
    case contract::Action::warn:
      return "warn";
  }
  return "";
}

std::string reasons_json(std::span<const Violation> violations) {
  std::string out = "[";
  for (const auto& violation : violations) {
    if (out.size() > 1) out += ',';
    append_head(violation, true, out);
    out += ',';
    append_member("mensagem", violation.message->pt, out);
    out += ',';
    append_member("mensagem_en", violation.message->en, out);
    append_place(violation, out);
    out += '}';
  }
  out += ']';
  return out;
}

void write_notes_json(std::span<const Violation> violations, std::string& out) {
  out.clear();
  out += '[';
  for (const auto& violation : violations) {
    if (out.size() > 1) out += ',';
    append_head(violation, !violation.personal, out);
    append_place(violation, out);
    out += '}';
  }
  out += ']';
}

}  // namespace gdo::judge
