#include "contract/reader/contract_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

#include "contract/contract.h"
#include "contract/reader/scope.h"
#include "contract/reader/sections.h"
#include "contract/reader/yaml_tree.h"

namespace gdo::contract {
namespace {

// FNV-1a, 64 bits: nobody attacks it, it only tells versions apart.
class Hash {
 public:
  void add(char c) { value_ = (value_ ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL; }
  // A text's length goes first, so that neighbours cannot be confused.
  void add(std::string_view text) {
    for (const char c : fmt::format("{}:", text.size())) add(c);
    for (const char c : text) add(c);
  }
  std::string hex() const { return fmt::format("{:016x}", value_); }

 private:
  std::uint64_t value_ = 0xcbf29ce484222325ULL;
};

void add_node(const YamlNode& node, Hash& hash) {
  hash.add("?'[{"[static_cast<std::size_t>(node.kind)]);
  hash.add(node.text);
  for (const YamlNode& element : node.elements) add_node(element, hash);
  for (const auto& [key, value] : node.members) {
    hash.add(key.text);
    add_node(value, hash);
  }
  hash.add('.');
}

void add_codes(const std::vector<Field>& fields, Hash& hash) {
  for (const Field& field : fields) {
    if (!field.cleaning.codes) continue;
    for (const CodeEntry& entry : field.cleaning.codes->entries) {
      hash.add(entry.code);
      for (const std::string& synonym : entry.synonyms) hash.add(synonym);
      hash.add('.');
    }
  }
}

// 16 hex digits that change when the contract, or a code map it uses, says something else.
// Comments, spaces and line breaks do not count.
std::string content_hash(const YamlNode& root, const Contract& contract) {
  Hash hash;
  add_node(root, hash);
  add_codes(contract.fields, hash);
  for (const Child& child : contract.children) add_codes(child.fields, hash);
  return hash.hex();
}

using Kind = YamlNode::Kind;

constexpr std::size_t kLongestEntity = 40;  // trusted_<entity>_2026_11 must fit 63 bytes

constexpr std::array<std::string_view, 21> kContractKeys = {
    "entity", "payload",         "version",  "description", "folders",   "container", "shape",
    "items",  "header",          "fields",   "key",         "partition", "rules",     "children",
    "drift",  "rejection_limit", "timezone", "file_time",   "codes",     "indexes",   "links"};
constexpr std::array<std::string_view, 2> kShapeKeys = {"order", "any_of"};
constexpr std::array<std::string_view, 2> kLimitKeys = {"percent", "items"};
constexpr std::array<std::string_view, 10> kChildKeys = {
    "entity",    "array",       "required", "action", "stored",
    "leave_out", "description", "fields",   "rules",  "indexes"};
constexpr std::array<std::pair<std::string_view, Drift>, 2> kDrifts = {
    {{"evolve", Drift::evolve}, {"freeze", Drift::freeze}}};

void read_identity(const MapReader& map, Contract& contract) {
  contract.source = map.diagnostics().file();
  contract.entity = map.sql_name("entity", kLongestEntity);
  contract.payload = map.sql_name("payload", kLongestEntity);
  if (map.find("version") == nullptr) map.mistake(map.line(), "has no 'version'; add 'version: 1'");
  contract.version = static_cast<int>(map.integer("version", 1, 1'000'000).value_or(1));
  contract.description = map.text("description").value_or("");
  contract.folder_aliases = map.texts("folders");
  for (const std::string& folder : contract.folder_aliases) {
    const bool good = !folder.empty() && folder.front() != '.' &&
                      folder.find_first_of("/\\*?=") == std::string::npos;
    if (good) continue;
    map.mistake(map.find("folders")->line,
                fmt::format("folder '{}' must be one folder's name", shown(folder)));
  }
  contract.container = map.texts("container");
}

void read_shape(const MapReader& map, Contract& contract, int& line) {
  const YamlNode* node = map.find("shape");
  if (node == nullptr) return;
  line = node->line;
  const MapReader shape(*node, "shape", kShapeKeys, map.diagnostics());
  contract.shape_order = static_cast<int>(shape.integer("order", 0, 1000).value_or(0));
  contract.any_of = shape.texts("any_of");
  if (contract.any_of.empty() && node->kind == Kind::map) {
    shape.mistake(node->line, "has no 'any_of'; list the members that tell this shape");
  }
}

void read_limits(const MapReader& map, Contract& contract) {
  if (const YamlNode* drift = map.find("drift")) {
    contract.drift =
        word_in<Drift>(kDrifts, *drift, "drift", map.diagnostics()).value_or(Drift::evolve);
  }
  if (const YamlNode* node = map.find("rejection_limit")) {
    const MapReader limit(*node, "rejection_limit", kLimitKeys, map.diagnostics());
    contract.rejection_limit.percent = limit.number("percent", 0, 100);
    contract.rejection_limit.items = limit.integer("items", 0, 1'000'000'000'000);
  }
  if (const auto zone = map.text("timezone")) {
    const bool good = std::all_of(zone->begin(), zone->end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '/' || c == '_' || c == '-' || c == '+';
    });
    if (good && zone->front() != '/') contract.timezone = *zone;
    if (!good) {
      map.mistake(map.find("timezone")->line, "'timezone' must be like America/Sao_Paulo");
    }
  }
  if (const auto time = map.text("file_time")) {
    contract.file_time = *time;
    for (const char* part : {"YYYY", "MM", "DD", "HH", "mm", "ss"}) {
      if (time->find(part) != std::string::npos) continue;
      map.mistake(map.find("file_time")->line,
                  fmt::format("'file_time' has no {}; write YYYY_MM_DD_HH_mm_ss_SSS", part));
    }
  }
}

// header: and fields:, with the copies and fallbacks between them.
void read_own_fields(const MapReader& map, const CodeMaps& codes,
                     const std::vector<std::string>& key, Contract& contract) {
  std::vector<const YamlNode*> lists;
  const YamlNode* header = map.find("header");
  const YamlNode* fields = map.find("fields");
  if (header != nullptr && contract.items.empty()) {
    map.mistake(header->line, "'header' needs 'items'; without items all fields go to 'fields'");
  }
  if (fields == nullptr) map.mistake(map.line(), "has no 'fields'; list them");
  if (header != nullptr) {
    read_fields(*header, {Level::record, codes, key}, map.diagnostics(), contract.fields);
    lists.push_back(header);
  }
  if (fields != nullptr) {
    const Level level = contract.items.empty() ? Level::record : Level::item;
    read_fields(*fields, {level, codes, key}, map.diagnostics(), contract.fields);
    lists.push_back(fields);
  }
  check_columns(lists, map.diagnostics(), contract.fields);
  link_fields(lists, map.diagnostics(), contract.fields, nullptr);
}

void resolve_key(const MapReader& map, Contract& contract) {
  const Scope scope(contract.fields);
  if (map.list("key").empty()) map.mistake(map.line(), "has no 'key'; list its columns");
  for (const FieldRef ref : scope.list(map, "key")) {
    if (std::find(contract.key.begin(), contract.key.end(), ref.index) != contract.key.end()) {
      map.mistake(map.find("key")->line,
                  fmt::format("'key' names '{}' twice", contract.fields[ref.index].column));
      continue;
    }
    contract.key.push_back(ref.index);
  }
  if (map.find("partition") == nullptr) return;
  const auto partition = scope.at(map, "partition");
  if (!partition) return;
  const Field& field = contract.fields[partition->index];
  const int line = map.find("partition")->line;
  if (!has_type(field, {ValueType::date}, "'partition'", line, map)) return;
  if (!field.key) {
    map.mistake(line, fmt::format("'partition' must be a column of the key; add '{}' to 'key'",
                                  field.column));
  }
  contract.partition = partition->index;
}

// indexes or links: [[codigo_barras], [nr_unidade_desossa, nr_op_desossa]]
std::vector<std::vector<std::string>> read_column_lists(const MapReader& map, std::string_view name,
                                                        const Scope& scope,
                                                        const Contract& contract) {
  std::vector<std::vector<std::string>> lists;
  for (const YamlNode& node : map.list(name)) {
    std::vector<std::string> columns;
    for (const YamlNode& element : node.elements) {
      const Field* key = contract.find(element.text);
      if (key != nullptr && key->key) {
        columns.push_back(element.text);
      } else if (const auto ref = scope.find(element, map)) {
        is_stored(scope.field(*ref), element.line, map);
        columns.push_back(scope.field(*ref).column);
      }
    }
    if (node.elements.empty()) {
      map.mistake(node.line, fmt::format("'{}' must be a list of lists of columns, like "
                                         "[[codigo_barras]]",
                                         name));
    } else {
      lists.push_back(std::move(columns));
    }
  }
  return lists;
}

Child read_child(const YamlNode& node, const Contract& parent, const CodeMaps& codes,
                 const FileDiagnostics& diagnostics) {
  const MapReader map(node, "child", kChildKeys, diagnostics);
  Child child;
  if (node.kind != Kind::map) return child;
  child.array = map.required_text("array");
  child.entity = map.sql_name("entity", kLongestEntity);
  child.required = map.flag("required", false);
  child.action = read_action(map, child.required ? Action::reject : Action::null);
  child.stored = map.flag("stored", true);
  child.leave_out = map.flag("leave_out", false);
  child.description = map.text("description").value_or("");
  const YamlNode* fields = map.find("fields");
  if (fields == nullptr) {
    map.mistake(node.line, "has no 'fields'; list them");
    return child;
  }
  read_fields(*fields, {Level::item, codes, {}}, diagnostics, child.fields);
  check_columns({fields}, diagnostics, child.fields);
  check_child_columns(*fields, parent, diagnostics, child.fields);
  link_fields({fields}, diagnostics, child.fields, &parent.fields);
  child.indexes = read_column_lists(map, "indexes", Scope(child.fields), parent);
  if (const YamlNode* rules = map.find("rules")) {
    Rules read = read_rules(*rules, Scope(child.fields, &parent.fields), diagnostics);
    child.rules = std::move(read.rows);
    child.table_rules = std::move(read.tables);
  }
  return child;
}

void read_children(const MapReader& map, const CodeMaps& codes, Contract& contract) {
  for (const YamlNode& node : map.list("children")) {
    Child child = read_child(node, contract, codes, map.diagnostics());
    check_child_array(node.line, contract, child, map.diagnostics());
    contract.children.push_back(std::move(child));
  }
}

std::vector<std::string> raw_required(const Contract& contract) {
  std::vector<std::string> members;
  const auto add = [&](const std::string& member) {
    if (std::find(members.begin(), members.end(), member) == members.end()) {
      members.push_back(member);
    }
  };
  for (const Field& field : contract.fields) {
    if (field.required && field.level == Level::record && !field.path.empty()) {
      add(field.path.front());
    }
  }
  if (!contract.items.empty()) return members;
  for (const Child& child : contract.children) {
    if (child.required) add(child.array);
  }
  return members;
}

}  // namespace

ReadContract read_contract(const YamlNode& root, const CodeMaps& codes,
                           const FileDiagnostics& diagnostics) {
  ReadContract read;
  Contract& contract = read.contract;
  const MapReader map(root, "contract", kContractKeys, diagnostics);
  if (root.kind != Kind::map) return read;
  CodeMaps known = codes;
  if (const YamlNode* own = map.find("codes")) read_code_maps(*own, diagnostics, known);
  read_identity(map, contract);
  if (const YamlNode* entity = map.find("entity")) read.entity_line = entity->line;
  read_shape(map, contract, read.shape_line);
  contract.items = map.text("items").value_or("");
  read_limits(map, contract);
  read_own_fields(map, known, map.texts("key"), contract);
  resolve_key(map, contract);
  contract.indexes = read_column_lists(map, "indexes", Scope(contract.fields), contract);
  contract.links = read_column_lists(map, "links", Scope(contract.fields), contract);
  if (contract.links.empty()) {
    std::vector<std::string>& link = contract.links.emplace_back();
    for (const std::size_t place : contract.key) link.push_back(contract.fields[place].column);
  }
  if (const YamlNode* rules = map.find("rules")) {
    Rules rules_read = read_rules(*rules, Scope(contract.fields), diagnostics);
    contract.rules = std::move(rules_read.rows);
    contract.table_rules = std::move(rules_read.tables);
  }
  read_children(map, known, contract);
  contract.raw_required = raw_required(contract);
  contract.hash = content_hash(root, contract);
  return read;
}

}  // namespace gdo::contract
