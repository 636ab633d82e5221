#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>
#include <string>

#include "contract/reader/sections.h"

namespace gdo::contract {
namespace {

constexpr std::size_t kMostFields = 500;

// Columns that raw and trusted tables have besides the contract's, and PostgreSQL's own.
constexpr std::array<std::string_view, 25> kTaken = {"token_cliente",
                                                     "lote_id",
                                                     "arquivo_id",
                                                     "nr_registro",
                                                     "nr_item",
                                                     "versao_ts",
                                                     "versao_objeto_ts",
                                                     "versao_geracao",
                                                     "versao_hash",
                                                     "atualizado_em",
                                                     "contrato_versao",
                                                     "dados_extras",
                                                     "avisos",
                                                     "byte_inicio",
                                                     "byte_tamanho",
                                                     "nome_arquivo",
                                                     "data_processamento",
                                                     "dados_completos",
                                                     "tableoid",
                                                     "ctid",
                                                     "xmin",
                                                     "xmax",
                                                     "cmin",
                                                     "cmax",
                                                     "oid"};

// The line of each field.
std::vector<int> lines_of(const std::vector<const YamlNode*>& lists) {
  std::vector<int> lines;
  for (const YamlNode* list : lists) {
    for (const YamlNode& node : list->elements) lines.push_back(node.line);
  }
  return lines;
}

class ColumnNames {
 public:
  explicit ColumnNames(const FileDiagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void add(const std::string& column, int line) {
    if (column.empty()) return;
    if (std::find(kTaken.begin(), kTaken.end(), column) != kTaken.end()) {
      diagnostics_.add(line,
                       fmt::format("column '{}' is one that every table has; name it otherwise "
                                   "with 'column'",
                                   column));
    }
    const auto [known, added] = lines_.emplace(column, line);
    if (added) return;
    diagnostics_.add(line,
                     fmt::format("column '{}' is there already, at line {}; name it otherwise "
                                 "with 'column'",
                                 column, known->second));
  }

 private:
  const FileDiagnostics& diagnostics_;
  std::map<std::string, int> lines_;
};

bool starts_with(const std::vector<std::string>& path, const std::vector<std::string>& start) {
  return start.size() <= path.size() && std::equal(start.begin(), start.end(), path.begin());
}

void check_sources(const std::vector<int>& lines, const FileDiagnostics& diagnostics,
                   const std::vector<Field>& fields) {
  for (std::size_t i = 0; i < fields.size(); ++i) {
    for (std::size_t j = 0; j < i; ++j) {
      const Field& a = fields[j];
      const Field& b = fields[i];
      if (a.path.empty() || b.path.empty() || a.level != b.level) continue;
      if (!starts_with(a.path, b.path) && !starts_with(b.path, a.path)) continue;
      diagnostics.add(lines[i],
                      fmt::format("'{}' and '{}' (line {}) read the same value; keep one, or "
                                  "use copy_of",
                                  b.name, a.name, lines[j]));
    }
  }
}

}  // namespace

void check_columns(const std::vector<const YamlNode*>& lists, const FileDiagnostics& diagnostics,
                   const std::vector<Field>& fields) {
  const std::vector<int> lines = lines_of(lists);
  if (fields.size() > kMostFields) {
    diagnostics.add(lines[kMostFields], fmt::format("more than {} fields", kMostFields));
    return;
  }
  ColumnNames names(diagnostics);
  for (std::size_t i = 0; i < fields.size(); ++i) {
    names.add(fields[i].column, lines[i]);
    if (fields[i].cleaning.keep_original) names.add(original_column(fields[i]), lines[i]);
  }
  check_sources(lines, diagnostics, fields);
}

void check_child_columns(const YamlNode& list, const Contract& parent,
                         const FileDiagnostics& diagnostics, const std::vector<Field>& fields) {
  const std::vector<int> lines = lines_of({&list});
  for (std::size_t i = 0; i < fields.size() && i < lines.size(); ++i) {
    const bool taken = std::any_of(parent.key.begin(), parent.key.end(), [&](std::size_t key) {
      return parent.fields[key].column == fields[i].column;
    });
    if (!taken) continue;
    diagnostics.add(lines[i],
                    fmt::format("column '{}' is a key column of the parent; name it otherwise "
                                "with 'column'",
                                fields[i].column));
  }
}

void check_child_array(int line, const Contract& parent, const Child& child,
                       const FileDiagnostics& diagnostics) {
  const Level level = parent.items.empty() ? Level::record : Level::item;
  const bool field = std::any_of(parent.fields.begin(), parent.fields.end(), [&](const Field& f) {
    return f.level == level && !f.path.empty() && f.path.front() == child.array;
  });
  const bool other = std::any_of(parent.children.begin(), parent.children.end(),
                                 [&](const Child& c) { return c.array == child.array; });
  if (!field && !other) return;
  diagnostics.add(
      line, fmt::format("child: the array '{}' is read already; keep one of them", child.array));
}

}  // namespace gdo::contract
