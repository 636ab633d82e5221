#include "trusted/table_rules.h"

#include <fmt/format.h>

#include <variant>

#include "base/encodings.h"
#include "contract/ddl/sql_text.h"
#include "contract/ddl/trusted_ddl.h"
#include "embedded/trusted_sql.h"

namespace gdo::trusted {
namespace {

constexpr int kExamples = 5;

// The rows that a rule looks at: `t`, with `p`, the row that holds their lote (t itself, or a
// child's parent). $1 = tenant, or '' for all.
struct Subject {
  const contract::Contract& contract;
  const contract::Child* child = nullptr;
  contract::TableDefinition table;

  const contract::Field& field(contract::FieldRef ref) const {
    if (child != nullptr && !ref.parent) return child->fields[ref.index];
    return contract.fields[ref.index];
  }
  std::string column(contract::FieldRef ref) const {
    const char* alias = child != nullptr && ref.parent ? "p" : "t";
    return fmt::format("{}.{}", alias, quote_identifier(field(ref).column));
  }
  std::string key() const {
    std::string columns;
    for (std::size_t i = 1; i < table.primary_key.size(); ++i) {
      columns += ", t." + quote_identifier(table.primary_key[i]);
    }
    return "concat_ws('/'" + columns + ")";
  }
  std::string from() const {
    if (child == nullptr) {
      return fmt::format("{} t CROSS JOIN LATERAL (SELECT t.lote_id) p",
                         quote_identifier(table.name));
    }
    std::string join;
    for (std::size_t i = 0; i + 1 < table.primary_key.size(); ++i) {
      const std::string name = quote_identifier(table.primary_key[i]);
      join += fmt::format("{}p.{} = t.{}", i == 0 ? "" : " AND ", name, name);
    }
    return fmt::format("{} t JOIN {} p ON {}", quote_identifier(table.name),
                       quote_identifier("trusted_" + contract.entity), join);
  }
};

std::string settled(std::int64_t grace_days) {
  return fmt::format(
      "p.lote_id IN (SELECT id FROM lote WHERE data_processamento < now() - interval '{} days')",
      grace_days);
}

// The rows `r` of another entity that the local columns name.
struct Match {
  std::string present;  // every local column has a value
  std::string equal;
};

Match match_of(const std::vector<contract::Reference::Pair>& pairs, const Subject& subject) {
  Match match{"true", "r.token_cliente = t.token_cliente"};
  for (const auto& pair : pairs) {
    const std::string local = subject.column(pair.local);
    match.present += fmt::format(" AND {} IS NOT NULL", local);
    match.equal +=
        fmt::format(" AND r.{} = {}", quote_identifier(pair.remote_column),
                    pair.prefix > 0 ? fmt::format("left({}, {})", local, pair.prefix) : local);
  }
  return match;
}

std::string violations(const contract::Reference& rule, const Subject& subject) {
  Match match = match_of(rule.columns, subject);
  if (rule.within) {
    const std::string start = "r." + quote_identifier(rule.within->start_column);
    const std::string count = "r." + quote_identifier(rule.within->count_column);
    const std::string value = subject.column(rule.within->value);
    match.equal +=
        fmt::format(" AND coalesce({0} BETWEEN {1} AND {1} + {2} - 1, true)", value, start, count);
  }
  return fmt::format(trusted_sql::missing_references, subject.key(), subject.from(), match.present,
                     settled(rule.grace_days), quote_identifier("trusted_" + rule.entity),
                     match.equal);
}

std::string violations(const contract::NoOverlap& rule, const Subject& subject) {
  std::string within = "t.token_cliente";
  for (const std::string& column : rule.within_columns) within += ", t." + quote_identifier(column);
  return fmt::format(trusted_sql::overlaps, subject.key(), quote_identifier(rule.start_column),
                     quote_identifier(rule.count_column), within,
                     quote_identifier(subject.table.name));
}

std::string violations(const contract::CountMatches& rule, const Subject& subject) {
  const Match match = match_of(rule.columns, subject);
  const std::string wanted = subject.column(rule.equals);
  return fmt::format(trusted_sql::wrong_counts, subject.key(), subject.from(),
                     quote_identifier(rule.distinct_column),
                     quote_identifier("trusted_" + rule.entity), match.equal, match.present, wanted,
                     settled(rule.grace_days), rule.tolerance_percent);
}

std::string violations(const contract::UniqueAcross& rule, const Subject& subject) {
  std::string columns;
  std::string present;
  for (const std::string& column : rule.columns) {
    columns += ", t." + quote_identifier(column);
    present += fmt::format(" AND t.{} IS NOT NULL", quote_identifier(column));
  }
  return fmt::format(trusted_sql::repeated_keys, columns, quote_identifier(subject.table.name),
                     present);
}

TableRuleFinding ask(pg::Connection& connection, const contract::TableRule& rule,
                     const Subject& subject, const std::string& tenant) {
  TableRuleFinding finding{
      .payload = subject.contract.payload,
      .entity = subject.child == nullptr ? subject.contract.entity : subject.child->entity,
      .field = subject.field(rule.subject).name,
      .rule = rule.code,
      .description = rule.description,
      .examples = {}};
  const std::string query =
      std::visit([&](const auto& body) { return violations(body, subject); }, rule.body);
  const auto found =
      connection.query(fmt::format(trusted_sql::count_violations, query, kExamples), {tenant});
  for (int row = 0; row < found.rows(); ++row) {
    finding.violations = found.integer(row, 0);
    finding.examples.emplace_back(found.text(row, 1));
  }
  return finding;
}

}  // namespace

std::vector<TableRuleFinding> check_table_rules(pg::Connection& connection,
                                                const contract::Catalog& catalog,
                                                const std::string& payload,
                                                const std::string& tenant) {
  std::vector<TableRuleFinding> findings;
  for (const contract::Contract& contract : catalog.contracts()) {
    if (!payload.empty() && contract.payload != payload) continue;
    std::vector<contract::TableDefinition> tables = contract::trusted_tables(contract);
    const Subject entity{contract, nullptr, tables.front()};
    for (const contract::TableRule& rule : contract.table_rules) {
      findings.push_back(ask(connection, rule, entity, tenant));
    }
    std::size_t next = 1;
    for (const contract::Child& child : contract.children) {
      if (!child.stored) continue;
      const Subject subject{contract, &child, tables[next++]};
      for (const contract::TableRule& rule : child.table_rules) {
        findings.push_back(ask(connection, rule, subject, tenant));
      }
    }
  }
  return findings;
}

}  // namespace gdo::trusted
