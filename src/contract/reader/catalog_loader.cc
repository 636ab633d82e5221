#include "contract/reader/catalog_loader.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/error.h"
#include "contract/reader/contract_reader.h"
#include "contract/reader/diagnostics.h"
#include "contract/reader/map_reader.h"
#include "contract/reader/scope.h"
#include "embedded/contracts_data.h"

namespace gdo::contract {
namespace {

struct Table {
  const std::vector<Field>* fields;
  const Contract* contract;
};
using Tables = std::map<std::string, Table, std::less<>>;

void add_table(const std::string& entity, Table table, int line, Tables& tables,
               Diagnostics& diagnostics) {
  if (entity.empty()) return;
  const auto [known, added] = tables.emplace(entity, table);
  if (added) return;
  diagnostics.add(table.contract->source, line,
                  fmt::format("entity '{}' is there already, in {}; name it otherwise", entity,
                              known->second.contract->source));
}

Tables all_tables(const std::vector<ReadContract>& contracts, Diagnostics& diagnostics) {
  Tables tables;
  for (const ReadContract& read : contracts) {
    const Contract& contract = read.contract;
    add_table(contract.entity, {&contract.fields, &contract}, read.entity_line, tables,
              diagnostics);
    for (const Child& child : contract.children) {
      add_table(child.entity, {&child.fields, &contract}, read.entity_line, tables, diagnostics);
    }
  }
  return tables;
}

const Field* remote_field(const Table& table, std::string_view column) {
  for (const Field& field : *table.fields) {
    if (field.column == column && field.privacy != Privacy::never) return &field;
  }
  // A child's table begins with its parent's key.
  for (const std::size_t key : table.contract->key) {
    if (table.contract->fields[key].column == column) return &table.contract->fields[key];
  }
  return nullptr;
}

bool same_kind(ValueType a, ValueType b) { return a == b || (is_number(a) && is_number(b)); }

class ReferenceCheck {
 public:
  ReferenceCheck(const Tables& tables, const Contract& contract, Diagnostics& diagnostics)
      : tables_(tables), contract_(contract), diagnostics_(diagnostics) {}

  void judge(const std::vector<TableRule>& rules, const Scope& scope) const {
    for (const TableRule& rule : rules) {
      if (const auto* reference = std::get_if<Reference>(&rule.body))
        judge(*reference, rule, scope);
      if (const auto* count = std::get_if<CountMatches>(&rule.body)) {
        columns(count->entity, count->columns, rule, scope);
        exists(count->entity, count->distinct_column, rule);
      }
    }
  }

 private:
  void mistake(const TableRule& rule, std::string_view text) const {
    diagnostics_.add(contract_.source, rule.line, text);
  }

  void judge(const Reference& reference, const TableRule& rule, const Scope& scope) const {
    columns(reference.entity, reference.columns, rule, scope);
    if (!reference.within) return;
    for (const std::string& column :
         {reference.within->start_column, reference.within->count_column}) {
      const Field* field = exists(reference.entity, column, rule);
      if (field != nullptr && !is_number(field->type.kind)) {
        mistake(rule, fmt::format("rule 'reference': '{}' of '{}' is not a number", column,
                                  reference.entity));
      }
    }
  }

  // The column of the entity; a mistake and null when there is none.
  const Field* exists(const std::string& entity, const std::string& column,
                      const TableRule& rule) const {
    const auto table = tables_.find(entity);
    if (table == tables_.end() || column.empty()) return nullptr;
    const Field* field = remote_field(table->second, column);
    if (field != nullptr) return field;
    std::vector<std::string_view> known;
    for (const Field& other : *table->second.fields) known.push_back(other.column);
    mistake(rule, fmt::format("the entity '{}' has no column '{}'{}", entity, shown(column),
                              suggestion(column, known)));
    return nullptr;
  }

  void columns(const std::string& entity, const std::vector<Reference::Pair>& pairs,
               const TableRule& rule, const Scope& scope) const {
    if (!entity.empty() && !tables_.contains(entity)) {
      std::vector<std::string_view> known;
      for (const auto& [name, table] : tables_) known.push_back(name);
      mistake(rule,
              fmt::format("there is no entity '{}'{}", shown(entity), suggestion(entity, known)));
      return;
    }
    for (const Reference::Pair& pair : pairs) {
      const Field* remote = exists(entity, pair.remote_column, rule);
      const Field& local = scope.field(pair.local);
      if (remote == nullptr || same_kind(local.type.kind, remote->type.kind)) continue;
      mistake(rule, fmt::format("'{}' is {} and '{}' of '{}' is {}: they can never be equal",
                                local.column, type_word(local.type.kind), remote->column, entity,
                                type_word(remote->type.kind)));
    }
  }

  const Tables& tables_;
  const Contract& contract_;
  Diagnostics& diagnostics_;
};

void check_shapes(const ReadContract& a, const ReadContract& b, Diagnostics& diagnostics) {
  const Contract& first = a.contract;
  const Contract& second = b.contract;
  if (first.payload.empty() || first.payload != second.payload) return;
  if (first.shape_order == second.shape_order) {
    diagnostics.add(
        second.source, b.shape_line,
        fmt::format("shape: '{}' and '{}' both read payload '{}'; give each a shape with an "
                    "'order' of its own and 'any_of'",
                    first.entity, second.entity, first.payload));
  }
  const ReadContract& earlier = first.shape_order <= second.shape_order ? a : b;
  if (earlier.contract.any_of.empty()) {
    diagnostics.add(
        earlier.contract.source, earlier.shape_line,
        "shape: without 'any_of' it takes every record, and leaves none to the contracts "
        "after it; add 'any_of', or a higher 'order'");
  }
  if (first.container != second.container) {
    diagnostics.add(
        second.source, b.entity_line,
        fmt::format("'container' differs from that in {}; one payload has one", first.source));
  }
}

void check_folders(const std::vector<ReadContract>& contracts, Diagnostics& diagnostics) {
  std::map<std::string, std::string> owner;  // folder → payload
  for (const ReadContract& read : contracts) owner[read.contract.payload] = read.contract.payload;
  for (const ReadContract& read : contracts) {
    for (const std::string& folder : read.contract.folder_aliases) {
      const auto [known, added] = owner.emplace(folder, read.contract.payload);
      if (added || known->second == read.contract.payload) continue;
      diagnostics.add(read.contract.source, read.entity_line,
                      fmt::format("folder '{}' belongs to the payload '{}' already", shown(folder),
                                  known->second));
    }
  }
}

// One raw table has one source for each of its key columns.
void check_raw_keys(const std::vector<ReadContract>& contracts, Diagnostics& diagnostics) {
  std::map<std::pair<std::string, std::string>, std::string> members;
  for (const ReadContract& read : contracts) {
    for (const std::size_t place : read.contract.key) {
      const Field& field = read.contract.fields[place];
      if (field.level != Level::record || field.path.empty()) continue;
      if (field.path.size() > 1) {
        diagnostics.add(read.contract.source, read.entity_line,
                        fmt::format("the key column '{}' must be a top-level member, not '{}'",
                                    field.column, field.name));
        continue;
      }
      const auto [known, added] =
          members.emplace(std::pair(read.contract.payload, field.column), field.path.front());
      if (added || known->second == field.path.front()) continue;
      diagnostics.add(
          read.contract.source, read.entity_line,
          fmt::format("the key column '{}' comes from '{}' here and from '{}' in another "
                      "contract of the payload; name one of them otherwise",
                      field.column, field.name, known->second));
    }
  }
}

// What contracts say of each other: names are free, shapes can be told apart, references point at
// something, what is one payload's is said the same way by all its contracts.
void check_catalog(const std::vector<ReadContract>& contracts, Diagnostics& diagnostics) {
  const Tables tables = all_tables(contracts, diagnostics);
  for (const ReadContract& read : contracts) {
    const Contract& contract = read.contract;
    const ReferenceCheck references(tables, contract, diagnostics);
    references.judge(contract.table_rules, Scope(contract.fields));
    for (const Child& child : contract.children) {
      references.judge(child.table_rules, Scope(child.fields, &contract.fields));
    }
  }
  for (std::size_t i = 0; i < contracts.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) check_shapes(contracts[j], contracts[i], diagnostics);
  }
  check_folders(contracts, diagnostics);
  check_raw_keys(contracts, diagnostics);
}

namespace fs = std::filesystem;

struct Document {
  std::string file;
  YamlNode root;
};

std::optional<YamlNode> parse(const ContractFile& file, Diagnostics& diagnostics) {
  try {
    return parse_yaml(file.text);
  } catch (const YamlError& e) {
    diagnostics.add(file.name, e.line, e.what());
    return std::nullopt;
  }
}

const YamlNode* member(const YamlNode& map, std::string_view key) {
  for (const auto& [name, value] : map.members) {
    if (name.text == key) return &value;
  }
  return nullptr;
}

// A file that holds nothing but `codes` is no contract: its codes are for all of them.
bool holds_only_codes(const YamlNode& root) {
  return root.members.size() == 1 && member(root, "codes") != nullptr;
}

std::string read_file(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  if (input.bad() || !input.is_open()) {
    throw Error(ErrorKind::config,
                fmt::format("cannot read the contract {}; check its permissions", path.string()));
  }
  return text;
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool yaml = entry.path().extension() == ".yaml" || entry.path().extension() == ".yml";
    const bool hidden = entry.path().filename().string().starts_with('.');
    if (yaml && !hidden && entry.is_regular_file(error)) paths.push_back(entry.path());
  }
  if (error) {
    throw Error(
        ErrorKind::config,
        fmt::format("cannot read the folder of contracts {}: {}; name a folder of YAML files",
                    folder.string(), error.message()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

}  // namespace

std::vector<ContractFile> built_in_contracts() {
  std::vector<ContractFile> files;
  for (const auto& file : contracts_data::files()) {
    files.push_back({std::string(file.path), std::string(file.text)});
  }
  return files;
}

Catalog load_catalog(const fs::path& folder) {
  std::vector<ContractFile> files = built_in_contracts();
  if (folder.empty()) return load_catalog(files);
  for (const fs::path& path : yaml_files(folder)) {
    std::erase_if(files, [&](const ContractFile& file) {
      return fs::path(file.name).filename() == path.filename();
    });
    files.push_back({path.string(), read_file(path)});
  }
  return load_catalog(files);
}

Catalog load_catalog(const std::vector<ContractFile>& files) {
  Diagnostics diagnostics;
  std::vector<Document> contracts;
  CodeMaps codes;
  for (const ContractFile& file : files) {
    std::optional<YamlNode> root = parse(file, diagnostics);
    if (!root) continue;
    if (holds_only_codes(*root)) {
      read_code_maps(*member(*root, "codes"), FileDiagnostics(diagnostics, file.name), codes);
    } else {
      contracts.push_back({file.name, std::move(*root)});
    }
  }
  std::vector<ReadContract> read;
  for (const Document& document : contracts) {
    read.push_back(
        read_contract(document.root, codes, FileDiagnostics(diagnostics, document.file)));
  }
  check_catalog(read, diagnostics);
  diagnostics.raise();
  std::vector<Contract> complete;
  for (ReadContract& one : read) complete.push_back(std::move(one.contract));
  return Catalog(std::move(complete));
}

}  // namespace gdo::contract
