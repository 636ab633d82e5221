#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"

namespace gdo::trace {

// What a part of a written key must look like to be a value of its column.
enum class KeyPart {
  text,
  code,     // text; found in upper case, too
  unit,     // a SIF number: digits, without leading zeros in the tables
  digits,   // a document: punctuation left out
  date,     // 2025-01-27 or 27-01-2025
  integer,  // digits
};

struct KeyColumn {
  std::string name;
  KeyPart part;
};

// One way of writing the key of a thing: the columns its parts stand for.
struct KeyForm {
  std::string kind;  // caixa, pedido, …
  std::string type;  // of the node
  std::string table;
  std::vector<KeyColumn> columns = {};
  std::vector<KeyColumn> key = {};  // the node's key columns, all of them
};

// Those of the things that the program knows; then those of a model's rows that are a thing.
const std::vector<KeyForm>& key_forms();
std::vector<KeyForm> forms_of(const gold::Model& model);

// The part as the column holds it; empty when it cannot be a value of it.
std::optional<std::string> key_value(KeyPart part, std::string_view text);

// The parts between '/', empty ones too.
std::vector<std::string> key_parts(std::string_view text);

// The other way: a key's values as a person writes them; nulls are left out.
std::string joined_key(const nlohmann::ordered_json& key);

// Every way of joining neighbours by '/' again so that `count` parts are left: a value may hold a
// '/' itself. None when there are fewer parts.
std::vector<std::vector<std::string>> regrouped(const std::vector<std::string>& parts,
                                                std::size_t count);

}  // namespace gdo::trace
