#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/rule.h"

namespace gdo::contract {

// What a column holds. JSON numbers, strings and booleans are all taken for any of them when their
// meaning is unambiguous (docs/dominio.md "Values"); what does not fit is the violation `tipo`.
enum class ValueType {
  text,
  integer,    // int4
  bigint,     // int8
  numeric,    // exact decimal; DataType::precision 0 = any size
  date,       // first ten characters of ISO text, or dd/mm/yyyy
  timestamp,  // timestamptz; text without a zone is local time of Contract::timezone
  boolean,
  json,  // kept as JSON (jsonb), see JsonSpec
};

struct DataType {
  ValueType kind = ValueType::text;
  int precision = 0;  // numeric: all digits, 0 = unlimited
  int scale = 0;      // numeric: digits after the point; more are rounded half away from zero
  bool operator==(const DataType&) const = default;
};

// What a json column keeps of its value.
struct JsonSpec {
  enum class Kind { any, array, object };
  Kind kind = Kind::any;  // another kind of JSON value is the violation `tipo`
  // Array only. pluck: [{"id": 2}, {"id": 45}] is kept as [2, 45]; bare elements stay as they are.
  std::string pluck;
  // Array only. Elements (objects) whose member drop_member has one of drop_values are left out.
  std::string drop_member;
  std::vector<std::string> drop_values;  // number or string, compared as text: "-1"
};

// One canonical code, and what else is written for it. Matching ignores case, accents, and spaces
// at the ends, and takes runs of spaces for one.
struct CodeEntry {
  std::string code;                   // what is stored
  std::string label;                  // for documentation; may be empty
  std::vector<std::string> synonyms;  // as written in the YAML; the code itself always matches
};

struct CodeMap {
  std::string name;  // empty: written inside the field
  std::vector<CodeEntry> entries;
};

// Numeric documents lose leading zeros on their way: to what length digits-only text is padded.
enum class DocumentKind {
  none,
  cpf,          // 11
  cnpj,         // 14
  cpf_or_cnpj,  // up to 11 digits: 11, more: 14
};

enum class LetterCase { keep, upper, lower };

// What a column keeps of an animal transit permit that the check `gta` has read.
enum class GtaPart { none, uf, series, number };

// Steps applied to a value before it is checked, in the order of the members. A step that changes a
// value is countable. Text steps apply to text columns (numbers are taken as their JSON text) and,
// trim, null_tokens and codes, to every string, whatever the column's type (codes come before the
// text is read as that type).
struct Cleaning {
  bool trim = true;             // white space (Unicode) at both ends
  bool nfc = true;              // Unicode normal form C
  bool collapse_spaces = true;  // runs of white space become one space
  // A value that equals one of these is null. Compared after the steps above, ignoring case.
  std::vector<std::string> null_tokens = {"", "NA", "N/A"};
  // So is whatever else people and programs write for nothing (values/placeholders.h).
  bool placeholders = true;
  bool zero_is_null = false;       // 0, 0.0, "0", "000"
  bool minus_one_is_null = false;  // -1, "-1"
  LetterCase letter_case = LetterCase::keep;
  // These ASCII characters are left out. Neither this nor the next two steps make one number of
  // two: where digits on both sides are many (kSeparateDigits), the value is the violation `tipo`.
  std::string remove;
  bool digits_only = false;  // everything but 0-9 is left out
  bool alphanumeric_only =
      false;  // everything but 0-9A-Za-z is left out (documents: "bare characters")
  bool strip_leading_zeros = false;     // of digits-only text; "000" becomes "0"
  bool all_zeros_is_null = false;       // fillers: 00000000000000
  bool repeated_digit_is_null = false;  // masks: 11111111111; noted
  // Only the document's own separators are left out, and zeros that it lost are put back.
  DocumentKind document = DocumentKind::none;
  // A number shorter than this is padded with zeros: it has lost its own. So is text that was a
  // number once ("123.0"); other text has lost nothing.
  std::size_t pad = 0;
  std::string pad_when;  // a pattern; if set, only a number that matches it is padded
  bool round = false;    // to the column's scale before any rule sees it
  // Applied last, to what the field's `check: gta` has made; copies take theirs before.
  GtaPart gta_part = GtaPart::none;
  // If set: a value that ends in " - " and the beginning (3 characters or more; names are cut at
  // 50) of that field's value loses this end. Splits a person's name off a farm's name.
  std::optional<FieldRef> without_name_of;
  std::optional<CodeMap> codes;  // synonyms to codes; what is not in it is the violation `dominio`
  // The text as it came (trimmed, NFC) goes to the column `<column>_original` (text, nullable).
  bool keep_original = false;
};

enum class Privacy {
  none,
  personal,  // stored; its column is marked, and masked in what clients read. Never in a log.
  never,     // checked, but never stored in trusted, not in dados_extras and not in avisos either
};

// Where a field stands when the contract names an item array (caixas: header and boxes).
enum class Level { record, item };

// One column of a trusted table and the JSON value it comes from.
struct Field {
  // "a.b" as written in the YAML: the `campo` of violations. Of a copied field its column.
  std::string name;
  std::vector<std::string> path;  // the members that lead to it; empty for a copied field
  Level level = Level::record;    // in a child: always item
  std::string column;             // empty never; for Privacy::never there is no such column
  DataType type;
  JsonSpec json;          // for ValueType::json
  bool required = false;  // null after cleaning = violation `obrigatorio` with `action`
  bool key = false;       // part of Contract::key
  // What a wrong type, a missing required value and rules without an action of their own do.
  // reject for keys and required fields, null for others, unless the contract says otherwise.
  Action action = Action::null;
  std::optional<FieldRef> copy_of;   // takes that (cleaned) value instead of a JSON value
  std::optional<FieldRef> fallback;  // takes that value when its own is null in the end, silently
  // Stored when the value is null in the end; in JSON for ValueType::json ("{}").
  std::optional<std::string> default_value;
  Cleaning cleaning;
  std::vector<FieldRule> rules;
  Privacy privacy = Privacy::none;
  std::string description;
  std::string unit;     // "kg", "meses"; may be empty
  std::string example;  // generated, for documentation and the JSON Schema; may be empty
};

// The column of the original text of a field with Cleaning::keep_original.
inline std::string original_column(const Field& field) { return field.column + "_original"; }

}  // namespace gdo::contract
