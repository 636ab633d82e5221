#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/rule.h"

namespace gdo::judge {

// A sentence for people, in both languages. Never holds a payload's value.
struct Message {
  std::string pt;
  std::string en;
};

// One rule that one value, or one row, breaks. Views live as long as the verdict.
struct [[nodiscard]] Violation {
  std::string_view rule;   // "faixa", as interface.md spells it
  std::string_view field;  // under its JSON name
  contract::Action action = contract::Action::null;
  std::string_view value;  // as it came, cut after 200 bytes; empty when it must not be shown
  bool has_value = false;  // false: nothing came, or it must not be shown
  bool personal = false;   // never to be stored in a row's avisos
  const Message* message = nullptr;
  std::string_view list;     // the child array that the element is of; else empty
  std::int32_t element = 0;  // its place in it, from 1
  std::uint32_t offset =
      0;  // of the value's first byte in the record, or of the object it lacks in
};

[[nodiscard]] std::string_view action_word(contract::Action action);  // "reject", "null", "warn"

// registro_rejeitado.motivos and what `gdo contract check` prints: [{campo, regra, acao, valor,
// mensagem, mensagem_en, and lista and elemento of a child}].
[[nodiscard]] std::string reasons_json(std::span<const Violation> violations);
// A row's avisos: [{campo, regra, acao, valor, lista, elemento}], without values of persons.
// Replaces `out`.
void write_notes_json(std::span<const Violation> violations, std::string& out);

}  // namespace gdo::judge
