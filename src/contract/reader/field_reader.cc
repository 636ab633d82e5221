#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "contract/reader/scope.h"
#include "contract/reader/sections.h"

namespace gdo::contract {
namespace {

using Kind = YamlNode::Kind;

constexpr std::size_t kLongestColumn = 50;  // leaves room for _original and index names
constexpr std::int64_t kMostPad = 100;

constexpr std::array<std::string_view, 29> kFieldKeys = {
    "name",     "column",      "type",      "required",   "action",
    "clean",    "null_tokens", "also_null", "pad",        "remove",
    "document", "gta_part",    "codes",     "json",       "without_name_of",
    "copy_of",  "fallback",    "default",   "range",      "set",
    "pattern",  "length",      "check",     "not_future", "rules",
    "privacy",  "description", "unit",      "example"};
constexpr std::array<std::string_view, 2> kPadKeys = {"to", "when"};

constexpr std::array<std::pair<std::string_view, ValueType>, 8> kTypes = {{
    {"text", ValueType::text},
    {"integer", ValueType::integer},
    {"bigint", ValueType::bigint},
    {"numeric", ValueType::numeric},
    {"date", ValueType::date},
    {"timestamp", ValueType::timestamp},
    {"boolean", ValueType::boolean},
    {"json", ValueType::json},
}};

constexpr std::array<std::pair<std::string_view, Privacy>, 3> kPrivacies = {{
    {"none", Privacy::none},
    {"personal", Privacy::personal},
    {"never", Privacy::never},
}};

constexpr std::array<std::pair<std::string_view, DocumentKind>, 3> kDocuments = {{
    {"cpf", DocumentKind::cpf},
    {"cnpj", DocumentKind::cnpj},
    {"cpf_or_cnpj", DocumentKind::cpf_or_cnpj},
}};

constexpr std::array<std::pair<std::string_view, GtaPart>, 3> kGtaParts = {{
    {"uf", GtaPart::uf},
    {"series", GtaPart::series},
    {"number", GtaPart::number},
}};

using Step = void (*)(Cleaning&);
constexpr std::array<std::pair<std::string_view, Step>, 14> kSteps = {{
    {"upper", [](Cleaning& c) { c.letter_case = LetterCase::upper; }},
    {"lower", [](Cleaning& c) { c.letter_case = LetterCase::lower; }},
    {"digits_only", [](Cleaning& c) { c.digits_only = true; }},
    {"alphanumeric_only", [](Cleaning& c) { c.alphanumeric_only = true; }},
    {"strip_leading_zeros", [](Cleaning& c) { c.strip_leading_zeros = true; }},
    {"zero_is_null", [](Cleaning& c) { c.zero_is_null = true; }},
    {"minus_one_is_null", [](Cleaning& c) { c.minus_one_is_null = true; }},
    {"all_zeros_is_null", [](Cleaning& c) { c.all_zeros_is_null = true; }},
    {"repeated_digit_is_null", [](Cleaning& c) { c.repeated_digit_is_null = true; }},
    {"keep_original", [](Cleaning& c) { c.keep_original = true; }},
    {"round", [](Cleaning& c) { c.round = true; }},
    {"no_trim", [](Cleaning& c) { c.trim = false; }},
    {"no_nfc", [](Cleaning& c) { c.nfc = false; }},
    {"no_collapse_spaces", [](Cleaning& c) { c.collapse_spaces = false; }},
}};

constexpr std::array<std::string_view, 3> kJsonKeys = {"kind", "pluck", "drop"};
constexpr std::array<std::string_view, 2> kDropKeys = {"member", "values"};
constexpr std::array<std::pair<std::string_view, JsonSpec::Kind>, 3> kJsonKinds = {{
    {"any", JsonSpec::Kind::any},
    {"array", JsonSpec::Kind::array},
    {"object", JsonSpec::Kind::object},
}};

// numeric(10,3)
std::optional<std::pair<int, int>> numeric_size(std::string_view text) {
  if (!text.starts_with("numeric(") || !text.ends_with(')')) return std::nullopt;
  text.remove_prefix(8);
  text.remove_suffix(1);
  const std::size_t comma = text.find(',');
  const auto digits = [](std::string_view part) -> std::optional<int> {
    while (part.starts_with(' ')) part.remove_prefix(1);
    if (part.empty() || part.size() > 2) return std::nullopt;
    int value = 0;
    for (const char c : part) {
      if (c < '0' || c > '9') return std::nullopt;
      value = value * 10 + (c - '0');
    }
    return value;
  };
  const auto precision = digits(text.substr(0, comma));
  const auto scale =
      comma == std::string_view::npos ? std::optional<int>(0) : digits(text.substr(comma + 1));
  if (!precision || !scale || *precision < 1 || *precision > 50 || *scale > *precision) {
    return std::nullopt;
  }
  return std::pair(*precision, *scale);
}

DataType read_type(const MapReader& map) {
  const YamlNode* node = map.find("type");
  if (node == nullptr) {
    map.mistake(map.line(),
                "has no 'type'; text, integer, bigint, numeric(10,3), date, timestamp, "
                "boolean or json");
    return {};
  }
  if (node->text.starts_with("numeric(")) {
    const auto size = numeric_size(node->text);
    if (size) return {ValueType::numeric, size->first, size->second};
    map.mistake(node->line, fmt::format("'{}' must be numeric(digits,decimals), such as "
                                        "numeric(10,3), with at most 50 digits",
                                        shown(node->text)));
    return {ValueType::numeric};
  }
  return {word_in<ValueType>(kTypes, *node, map.what() + ", type", map.diagnostics())
              .value_or(ValueType::text)};
}

JsonSpec read_json(const MapReader& map, ValueType type) {
  JsonSpec spec;
  const YamlNode* node = map.find("json");
  if (node == nullptr) return spec;
  if (type != ValueType::json) map.mistake(node->line, "'json' needs 'type: json'");
  const MapReader json(*node, map.what() + ", json", kJsonKeys, map.diagnostics());
  if (const YamlNode* kind = json.find("kind")) {
    spec.kind = word_in<JsonSpec::Kind>(kJsonKinds, *kind, json.what(), map.diagnostics())
                    .value_or(JsonSpec::Kind::any);
  }
  spec.pluck = json.text("pluck").value_or("");
  if (const YamlNode* drop = json.find("drop")) {
    const MapReader dropped(*drop, json.what() + ", drop", kDropKeys, map.diagnostics());
    spec.drop_member = dropped.required_text("member");
    spec.drop_values = dropped.texts("values");
  }
  const bool array_only = !spec.pluck.empty() || !spec.drop_member.empty();
  if (array_only && spec.kind != JsonSpec::Kind::array) {
    json.mistake(node->line, "pluck and drop need 'kind: array'");
  }
  return spec;
}

void read_codes(const MapReader& map, const CodeMaps& codes, Cleaning& cleaning) {
  const YamlNode* node = map.find("codes");
  if (node == nullptr) return;
  if (node->kind == Kind::map) {
    cleaning.codes = read_code_map(*node, "", map.diagnostics());
    return;
  }
  const auto found = codes.find(node->text);
  if (node->kind == Kind::scalar && found != codes.end()) {
    cleaning.codes = found->second;
    return;
  }
  std::vector<std::string_view> known;
  for (const auto& [name, code_map] : codes) known.push_back(name);
  map.mistake(node->line, fmt::format("there are no codes '{}'{}", shown(node->text),
                                      suggestion(node->text, known)));
}

// pad: 18, or {to: 15, when: '^76\d{12}$'}
void read_pad(const MapReader& map, Cleaning& cleaning) {
  const YamlNode* node = map.find("pad");
  if (node == nullptr || node->kind != Kind::map) {
    cleaning.pad = static_cast<std::size_t>(map.integer("pad", 1, kMostPad).value_or(0));
    return;
  }
  const MapReader pad(*node, map.what() + ", pad", kPadKeys, map.diagnostics());
  cleaning.pad = static_cast<std::size_t>(pad.integer("to", 1, kMostPad).value_or(0));
  cleaning.pad_when = pad.required_text("when");
  if (cleaning.pad == 0) pad.mistake(node->line, "has no 'to'; say to how many digits");
  check_pattern(cleaning.pad_when, node->line, pad);
}

void read_null_tokens(const MapReader& map, Cleaning& cleaning) {
  if (map.find("null_tokens") != nullptr) {
    cleaning.null_tokens = map.texts("null_tokens");
    cleaning.placeholders = false;
  }
  if (map.find("also_null") == nullptr) return;
  const std::vector<std::string> more = map.texts("also_null");
  cleaning.null_tokens.insert(cleaning.null_tokens.end(), more.begin(), more.end());
}

Cleaning read_cleaning(const MapReader& map, const CodeMaps& codes) {
  Cleaning cleaning;
  for (const YamlNode& node : map.list("clean")) {
    const auto step = word_in<Step>(kSteps, node, map.what() + ", clean", map.diagnostics());
    if (step) (*step)(cleaning);
  }
  read_null_tokens(map, cleaning);
  cleaning.remove = map.text("remove").value_or("");
  read_pad(map, cleaning);
  if (const YamlNode* part = map.find("gta_part")) {
    cleaning.gta_part =
        word_in<GtaPart>(kGtaParts, *part, map.what() + ", gta_part", map.diagnostics())
            .value_or(GtaPart::none);
  }
  if (const YamlNode* document = map.find("document")) {
    cleaning.document =
        word_in<DocumentKind>(kDocuments, *document, map.what() + ", document", map.diagnostics())
            .value_or(DocumentKind::none);
    cleaning.alphanumeric_only = true;
    cleaning.letter_case = LetterCase::upper;
    cleaning.all_zeros_is_null = true;
  }
  read_codes(map, codes, cleaning);
  return cleaning;
}

// Codes become text or whole numbers, and nothing else.
void check_codes(const MapReader& map, const Field& field) {
  const std::optional<CodeMap>& codes = field.cleaning.codes;
  if (!codes) return;
  const int line = map.find("codes")->line;
  if (!has_type(field, {ValueType::text, ValueType::integer, ValueType::bigint}, "codes", line,
                map) ||
      field.type.kind == ValueType::text) {
    return;
  }
  const bool numbers = std::all_of(codes->entries.begin(), codes->entries.end(),
                                   [](const CodeEntry& entry) { return is_decimal(entry.code); });
  if (!numbers) map.mistake(line, "the codes of a number must be numbers; make it 'type: text'");
}

// Text steps on a column that is no text would silently do nothing.
void check_cleaning(const MapReader& map, const Field& field) {
  const Cleaning& c = field.cleaning;
  const bool text_steps = c.digits_only || c.alphanumeric_only || c.strip_leading_zeros ||
                          c.all_zeros_is_null || c.repeated_digit_is_null || c.pad > 0 ||
                          c.letter_case != LetterCase::keep || !c.remove.empty() ||
                          c.gta_part != GtaPart::none || map.find("without_name_of") != nullptr;
  if (text_steps && field.type.kind != ValueType::text) {
    map.mistake(map.line(), fmt::format("its cleaning is for text, but its type is {}; make it "
                                        "'type: text' or leave the steps out",
                                        type_word(field.type.kind)));
  }
  check_codes(map, field);
  const bool number = is_number(field.type.kind) || field.type.kind == ValueType::text;
  if ((c.zero_is_null || c.minus_one_is_null) && !number) {
    map.mistake(map.line(), "zero_is_null and minus_one_is_null are for numbers and text");
  }
  if (c.round && field.type.precision == 0) {
    map.mistake(map.line(), "'round' needs a scale to round to; make it 'type: numeric(10,3)'");
  }
  if (c.pad > 0 && c.strip_leading_zeros) {
    map.mistake(map.line(), "both pads with zeros and strips them; keep one");
  }
}

std::vector<std::string> split_path(const std::string& name) {
  std::vector<std::string> path;
  std::size_t start = 0;
  for (std::size_t dot = name.find('.'); dot != std::string::npos; dot = name.find('.', start)) {
    path.push_back(name.substr(start, dot - start));
    start = dot + 1;
  }
  path.push_back(name.substr(start));
  return path;
}

void read_source(const MapReader& map, Field& field) {
  const bool copied = map.find("copy_of") != nullptr;
  if (copied && map.find("name") != nullptr) {
    map.mistake(map.line(), "has both 'name' and 'copy_of'; keep one, and name the column");
  }
  if (copied) {
    field.column = map.sql_name("column", kLongestColumn);
    field.name = field.column;
    return;
  }
  field.name = map.required_text("name");
  field.path = split_path(field.name);
  const bool hole = std::find(field.path.begin(), field.path.end(), "") != field.path.end();
  if (!field.name.empty() && hole) {
    map.mistake(map.line(), "'name' must be members with single points between, like a.b");
  }
  if (map.find("column") != nullptr) {
    field.column = map.sql_name("column", kLongestColumn);
  } else if (is_sql_name(field.path.back()) && field.path.back().size() <= kLongestColumn) {
    field.column = field.path.back();
  } else if (!field.name.empty()) {
    map.mistake(map.line(),
                "its name cannot be a column's; add 'column' with a name of a-z, 0-9 "
                "and _");
  }
}

void read_default(const MapReader& map, Field& field) {
  field.default_value = map.text("default");
  if (!field.default_value) return;
  if (field.required) {
    map.mistake(map.find("default")->line, "'default' is for optional fields; leave it out");
  }
  const bool good = is_number(field.type.kind)           ? is_decimal(*field.default_value)
                    : field.type.kind == ValueType::date ? is_iso_date(*field.default_value)
                    : field.type.kind == ValueType::boolean
                        ? *field.default_value == "true" || *field.default_value == "false"
                        : field.type.kind != ValueType::timestamp;
  if (good) return;
  map.mistake(map.find("default")->line,
              fmt::format("'default' is no {}", type_word(field.type.kind)));
}

void check_key_field(const MapReader& map, Field& field) {
  if (field.privacy == Privacy::never) {
    map.mistake(map.line(), "a key column must be stored; 'privacy: never' cannot stay");
  }
  if (field.action != Action::reject) {
    map.mistake(map.line(), "a key column can only reject; leave 'action' out");
  }
  if (field.required || field.default_value) return;
  if (field.type.kind == ValueType::text) {
    field.default_value = "";  // the absent optional part of a key
  } else {
    map.mistake(map.line(),
                "a key column must be required, or text (an absent one is ''); add "
                "'required: true'");
  }
}

Field read_field(const YamlNode& node, const FieldContext& context,
                 const FileDiagnostics& diagnostics) {
  Field field;
  std::string what = "field";
  for (const auto& [key, value] : node.members) {
    if (key.text == "name" || (key.text == "column" && what == "field")) {
      what = fmt::format("field '{}'", shown(value.text));
    }
  }
  const MapReader map(node, what, kFieldKeys, diagnostics);
  if (node.kind != Kind::map) return field;
  read_source(map, field);
  field.level = context.level;
  field.type = read_type(map);
  field.json = read_json(map, field.type.kind);
  field.required = map.flag("required", false);
  field.key = std::find(context.key.begin(), context.key.end(), field.column) != context.key.end();
  field.action = read_action(map, field.required || field.key ? Action::reject : Action::null);
  field.cleaning = read_cleaning(map, context.codes);
  if (const YamlNode* privacy = map.find("privacy")) {
    field.privacy = word_in<Privacy>(kPrivacies, *privacy, map.what() + ", privacy", diagnostics)
                        .value_or(Privacy::never);
  }
  field.rules = read_field_rules(map, field);
  field.description = map.text("description").value_or("");
  field.unit = map.text("unit").value_or("");
  field.example = map.text("example").value_or("");
  read_default(map, field);
  if (field.key) check_key_field(map, field);
  check_cleaning(map, field);
  return field;
}

}  // namespace

void read_fields(const YamlNode& list, const FieldContext& context,
                 const FileDiagnostics& diagnostics, std::vector<Field>& fields) {
  if (list.kind != Kind::sequence) {
    diagnostics.add(list.line, "fields: must be a list, each beginning with '- name:'");
    return;
  }
  for (const YamlNode& node : list.elements)
    fields.push_back(read_field(node, context, diagnostics));
}

}  // namespace gdo::contract
