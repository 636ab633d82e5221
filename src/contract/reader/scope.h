#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/field.h"
#include "contract/reader/map_reader.h"

namespace gdo::contract {

// The fields that names in a contract can mean: by column, and "parent.column" inside a child.
class Scope {
 public:
  explicit Scope(const std::vector<Field>& own, const std::vector<Field>* parent = nullptr)
      : own_(own), parent_(parent) {}

  const std::vector<Field>& own() const { return own_; }
  const Field& field(FieldRef ref) const {
    return ref.parent ? (*parent_)[ref.index] : own_[ref.index];
  }
  // Adds a mistake that names the nearest known one when there is none.
  std::optional<FieldRef> find(std::string_view name, int line, const MapReader& where) const;
  // The field a node names.
  std::optional<FieldRef> find(const YamlNode& node, const MapReader& where) const;
  // The field that the text of a key names.
  std::optional<FieldRef> at(const MapReader& map, std::string_view key) const;
  std::vector<FieldRef> list(const MapReader& map, std::string_view key) const;

 private:
  const std::vector<Field>& own_;
  const std::vector<Field>* parent_;
};

// Adds a mistake, and is false, unless the field's type is one of those.
bool has_type(const Field& field, std::initializer_list<ValueType> types, std::string_view purpose,
              int line, const MapReader& where);

// Adds a mistake, and is false, when the field has no column in its table (privacy: never).
bool is_stored(const Field& field, int line, const MapReader& where);

bool is_number(ValueType type);  // integer, bigint, numeric
bool is_time(ValueType type);    // date, timestamp

// "text", "numeric" … as the YAML spells it.
std::string_view type_word(ValueType type);

// Resolves what fields say of other fields (copy_of, fallback, without_name_of). lists: those given
// to read_fields, in order; fields: what became of them.
void link_fields(const std::vector<const YamlNode*>& lists, const FileDiagnostics& diagnostics,
                 std::vector<Field>& fields, const std::vector<Field>* parent);

}  // namespace gdo::contract
