#include "contract/reader/scope.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>

namespace gdo::contract {
namespace {

constexpr std::string_view kParent = "parent.";

std::optional<std::size_t> place_of(std::string_view column, const std::vector<Field>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    if (fields[i].column == column) return i;
  }
  return std::nullopt;
}

}  // namespace

std::optional<FieldRef> Scope::find(std::string_view name, int line, const MapReader& where) const {
  if (const auto place = place_of(name, own_)) return FieldRef{*place, false};
  if (parent_ != nullptr && name.starts_with(kParent)) {
    if (const auto place = place_of(name.substr(kParent.size()), *parent_)) {
      return FieldRef{*place, true};
    }
  }
  std::vector<std::string> names;
  for (const Field& field : own_) names.push_back(field.column);
  if (parent_ != nullptr) {
    for (const Field& field : *parent_) names.push_back(std::string(kParent) + field.column);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  where.mistake(line,
                fmt::format("there is no column '{}'{}", shown(name), suggestion(name, known)));
  return std::nullopt;
}

std::optional<FieldRef> Scope::find(const YamlNode& node, const MapReader& where) const {
  if (node.kind == YamlNode::Kind::scalar) return find(node.text, node.line, where);
  where.mistake(node.line, "must be the name of a column");
  return std::nullopt;
}

std::optional<FieldRef> Scope::at(const MapReader& map, std::string_view key) const {
  const YamlNode* node = map.find(key);
  if (node != nullptr) return find(*node, map);
  map.mistake(map.line(), fmt::format("has no '{}'; name a column there", key));
  return std::nullopt;
}

std::vector<FieldRef> Scope::list(const MapReader& map, std::string_view key) const {
  std::vector<FieldRef> refs;
  for (const YamlNode& node : map.list(key)) {
    if (const auto ref = find(node, map)) refs.push_back(*ref);
  }
  return refs;
}

bool has_type(const Field& field, std::initializer_list<ValueType> types, std::string_view purpose,
              int line, const MapReader& where) {
  if (std::find(types.begin(), types.end(), field.type.kind) != types.end()) return true;
  std::vector<std::string_view> words;
  for (const ValueType type : types) words.push_back(type_word(type));
  where.mistake(line,
                fmt::format("{} needs a field of type {}, but '{}' is {}", purpose,
                            fmt::join(words, " or "), field.column, type_word(field.type.kind)));
  return false;
}

bool is_stored(const Field& field, int line, const MapReader& where) {
  if (field.privacy != Privacy::never) return true;
  where.mistake(line, fmt::format("'{}' is never stored, so no table has it", field.column));
  return false;
}

bool is_number(ValueType type) {
  return type == ValueType::integer || type == ValueType::bigint || type == ValueType::numeric;
}

bool is_time(ValueType type) { return type == ValueType::date || type == ValueType::timestamp; }

std::string_view type_word(ValueType type) {
  constexpr std::array<std::string_view, 8> kWords = {"text", "integer",   "bigint",  "numeric",
                                                      "date", "timestamp", "boolean", "json"};
  return kWords[static_cast<std::size_t>(type)];
}

namespace {

// The other field a key names: of the same type, and not itself the shadow of a third.
std::optional<FieldRef> other_field(const MapReader& map, std::string_view key, std::size_t own,
                                    const Scope& scope) {
  if (map.find(key) == nullptr) return std::nullopt;
  const std::optional<FieldRef> ref = scope.at(map, key);
  if (!ref) return std::nullopt;
  const int line = map.find(key)->line;
  if (*ref == FieldRef{own, false}) {
    map.mistake(line, fmt::format("'{}' names the field itself", key));
    return std::nullopt;
  }
  const Field& other = scope.field(*ref);
  if (!ref->parent && (other.copy_of || other.fallback)) {
    map.mistake(line,
                fmt::format("'{}' must name a field that has neither copy_of nor fallback", key));
  }
  if (key != "without_name_of" && other.type != scope.own()[own].type) {
    map.mistake(line, fmt::format("'{}' must name a field of the same type", key));
  }
  return ref;
}

void link_field(const YamlNode& node, std::size_t own, const Scope& scope,
                const FileDiagnostics& diagnostics, Field& field) {
  const MapReader map(node, fmt::format("field '{}'", shown(field.name)), diagnostics);
  field.copy_of = other_field(map, "copy_of", own, scope);
  field.fallback = other_field(map, "fallback", own, scope);
  field.cleaning.without_name_of = other_field(map, "without_name_of", own, scope);
}

}  // namespace

void link_fields(const std::vector<const YamlNode*>& lists, const FileDiagnostics& diagnostics,
                 std::vector<Field>& fields, const std::vector<Field>* parent) {
  const Scope scope(fields, parent);
  std::size_t place = 0;
  for (const YamlNode* list : lists) {
    for (const YamlNode& node : list->elements) {
      const std::size_t own = place++;
      if (node.kind == YamlNode::Kind::map) link_field(node, own, scope, diagnostics, fields[own]);
    }
  }
}

}  // namespace gdo::contract
