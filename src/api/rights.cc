#include "api/rights.h"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/error.h"
#include "base/log.h"
#include "base/words.h"
#include "embedded/rights_sql.h"
#include "embedded/table_pages.h"

namespace gdo::api {
namespace {

// What a table, or (column not empty) one of its columns, holds.
struct TableComment {
  std::string table;
  std::string column;
  std::string text;
};

// The text between the n-th bar of a row and the next, from 0.
std::string_view cell(std::string_view row, int number) {
  for (int i = 0; i <= number; ++i) {
    const std::size_t bar = row.find('|');
    if (bar == std::string_view::npos) return {};
    row.remove_prefix(bar + 1);
  }
  return trimmed(row.substr(0, row.find('|')));
}

// Without the marks of the page.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c != '`') out += c;
  }
  return out;
}

std::optional<std::string_view> next_line(std::string_view& text) {
  if (text.empty()) return std::nullopt;
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line;
}

// Of a page like docs/tabelas.md: a heading `## service_x`, its first paragraph, and a table whose
// first column is a column's name and whose fourth its meaning.
std::vector<TableComment> comments_of_page(std::string_view page) {
  std::vector<TableComment> comments;
  std::string table;
  bool described = false;
  while (const auto line = next_line(page)) {
    if (line->starts_with("## ")) {
      table = line->substr(3);
      described = false;
    } else if (!table.starts_with("service_") || line->empty()) {
      continue;
    } else if (!line->starts_with('|')) {
      if (!described) comments.push_back({table, "", plain(*line)});
      described = true;
    } else if (const auto column = cell(*line, 0); column != "coluna" && !column.starts_with('-')) {
      comments.push_back({table, std::string(column), plain(cell(*line, 3))});
    }
  }
  return comments;
}

// Of lines `table: text` and `table.column: text`.
std::vector<TableComment> comments_of_lines(std::string_view lines) {
  std::vector<TableComment> comments;
  while (const auto line = next_line(lines)) {
    const std::size_t colon = line->find(": ");
    if (line->starts_with('#') || colon == std::string_view::npos) continue;
    const std::string_view name = line->substr(0, colon);
    const std::size_t point = name.find('.');
    const std::string_view column =
        point == std::string_view::npos ? std::string_view{} : name.substr(point + 1);
    comments.push_back({std::string(name.substr(0, point)), std::string(column),
                        std::string(trimmed(line->substr(colon + 2)))});
  }
  return comments;
}

// Of a table's CREATE TABLE, a column a line with `-- text` behind it: `peso numeric(8,3), -- kg`.
std::vector<TableComment> comments_of_columns(std::string_view table, std::string_view sql) {
  std::vector<TableComment> comments;
  while (const auto line = next_line(sql)) {
    const std::string_view text = trimmed(*line);
    const std::size_t mark = text.find("-- ");
    if (mark == std::string_view::npos || mark == 0) continue;
    const std::string_view column = text.substr(0, text.find(' '));
    comments.push_back(
        {std::string(table), std::string(column), std::string(trimmed(text.substr(mark + 3)))});
  }
  return comments;
}

// Of all tables that gdo describes.
std::vector<TableComment> table_comments() {
  std::vector<TableComment> all;
  for (const auto& file : table_pages::files()) {
    auto more =
        file.path.ends_with(".md") ? comments_of_page(file.text) : comments_of_lines(file.text);
    all.insert(all.end(), std::make_move_iterator(more.begin()),
               std::make_move_iterator(more.end()));
  }
  return all;
}

constexpr int kAttempts = 5;
constexpr std::chrono::milliseconds kPause{300};
// Whoever waits for a table's lock makes its readers wait behind.
constexpr const char* kLockPatience = "1s";

// A model from a folder says itself what its table holds: in its head, and behind `--` at the end
// of a column's line.
std::vector<TableComment> comments_with(const gold::Models& models) {
  std::vector<TableComment> all = table_comments();
  for (const gold::Model& model : models) {
    if (model.built_in) continue;
    std::erase_if(all, [&](const TableComment& one) { return one.table == model.name; });
    all.push_back({model.name, "", model.description});
    for (TableComment& one : comments_of_columns(model.name, model.table_sql)) {
      all.push_back(std::move(one));
    }
  }
  return all;
}

// Asks one of sql/direitos what is lacking.
std::vector<std::string> lacking(pg::Connection& connection, const rights_sql::File& stage,
                                 const gold::Models& models) {
  nlohmann::json asked = nlohmann::json::array();
  std::vector<pg::Param> params;
  if (stage.path.starts_with("8_")) {
    for (const gold::Model& model : models) {
      for (const std::string& column : model.personal) {
        asked.push_back({{"tabela", model.name}, {"coluna", column}});
      }
    }
    params.emplace_back(asked.dump());
  } else if (stage.path.starts_with("7_")) {
    for (const TableComment& comment : comments_with(models)) {
      asked.push_back(
          {{"tabela", comment.table}, {"coluna", comment.column}, {"texto", comment.text}});
    }
    params.emplace_back(asked.dump());
  }
  const pg::Result rows = connection.query(std::string(stage.text), params);
  std::vector<std::string> statements;
  for (int row = 0; row < rows.rows(); ++row) statements.emplace_back(rows.text(row, 0));
  return statements;
}

bool may_make_roles(pg::Connection& connection) {
  return connection
      .query("SELECT rolsuper OR rolcreaterole FROM pg_roles WHERE rolname = current_user")
      .boolean(0, 0);
}

bool ready(pg::Connection& connection) {
  return connection.query("SELECT to_regclass('visao') IS NOT NULL").boolean(0, 0);
}

enum class Outcome { done, refused, busy, made_by_another };

// Names exist already, or a row of the catalogue changed under us: another process does the same.
bool is_race(const std::string& sqlstate) {
  for (const char* one : {"42710", "42P07", "42P06", "23505", "XX000", "42704"}) {
    if (sqlstate == one) return true;
  }
  return false;
}

Outcome outcome_of(const Error& error) {
  if (error.sqlstate() == "42501") return Outcome::refused;
  if (error.sqlstate() == "55P03" || error.sqlstate() == "40P01") return Outcome::busy;
  if (is_race(error.sqlstate())) return Outcome::made_by_another;
  throw error;
}

// A statement that PostgreSQL refuses does not take the others of its transaction along.
Outcome run_statement(pg::Connection& connection, const std::string& sql) {
  connection.execute("SAVEPOINT direito");
  try {
    connection.execute(sql);
    connection.execute("RELEASE direito");
    return Outcome::done;
  } catch (const Error& error) {
    log::debug("{}: {}", sql, error.what());
    const Outcome outcome = outcome_of(error);
    connection.execute("ROLLBACK TO direito");
    return outcome;
  }
}

// The table of a statement of 3_politicas.sql: "… public.<table> …".
std::string_view table_of(std::string_view statement) {
  const std::size_t start = std::min(statement.find("public."), statement.size());
  return statement.substr(start, statement.find(' ', start) - start);
}

// In one transaction, but policies, which lock their table for readers: one of each table.
std::vector<Outcome> run_statements(pg::Connection& idle, const rights_sql::File& stage,
                                    const std::vector<std::string>& statements) {
  const bool by_table = stage.path.starts_with("3_");
  std::vector<Outcome> outcomes;
  while (outcomes.size() < statements.size()) {
    const std::string_view table = table_of(statements[outcomes.size()]);
    pg::Transaction transaction(idle);
    idle.query("SELECT set_config('lock_timeout', $1, true)", {kLockPatience});
    do {
      outcomes.push_back(run_statement(idle, statements[outcomes.size()]));
    } while (outcomes.size() < statements.size() &&
             (!by_table || table_of(statements[outcomes.size()]) == table));
    transaction.commit();
  }
  return outcomes;
}

// True when all that is lacking was done or refused.
bool run_stage(pg::Connection& idle, const rights_sql::File& stage, const gold::Models& models,
               bool last_attempt, RightsReport& report) {
  const std::vector<std::string> statements = lacking(idle, stage, models);
  if (statements.empty()) return true;
  if (stage.path.starts_with("1_") && !may_make_roles(idle)) {
    report.refused.insert(report.refused.end(), statements.begin(), statements.end());
    return true;
  }
  bool settled = true;
  std::vector<std::string> refused;
  const std::vector<Outcome> outcomes = run_statements(idle, stage, statements);
  for (std::size_t i = 0; i < statements.size(); ++i) {
    const std::string& sql = statements[i];
    switch (outcomes[i]) {
      case Outcome::done:
        report.done.push_back(sql);
        // What an extension brings is seen by the next look.
        settled = settled && !stage.path.starts_with("6_");
        break;
      case Outcome::refused:
        refused.push_back(sql);
        break;
      case Outcome::busy:
      case Outcome::made_by_another:
        settled = false;
        if (last_attempt) report.postponed.push_back(sql);
        break;
    }
  }
  if (settled || last_attempt) {
    report.refused.insert(report.refused.end(), refused.begin(), refused.end());
  }
  return settled;
}

}  // namespace

std::vector<std::string> plan_rights(pg::Connection& connection, const gold::Models& models) {
  std::vector<std::string> all;
  if (!ready(connection)) return all;
  for (const rights_sql::File& stage : rights_sql::files()) {
    for (std::string& sql : lacking(connection, stage, models)) all.push_back(std::move(sql));
  }
  return all;
}

RightsReport apply_rights(pg::Connection& idle, const gold::Models& models) {
  RightsReport report;
  if (!ready(idle)) return report;
  for (const rights_sql::File& stage : rights_sql::files()) {
    for (int attempt = 1; !run_stage(idle, stage, models, attempt == kAttempts, report);
         ++attempt) {
      if (attempt == kAttempts) break;
      std::this_thread::sleep_for(kPause);
    }
  }
  return report;
}

}  // namespace gdo::api
