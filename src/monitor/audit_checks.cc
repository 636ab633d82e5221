#include "monitor/audit_checks.h"

#include <fmt/format.h>

#include <optional>
#include <string_view>

#include "base/error.h"
#include "embedded/audit_sql.h"
#include "embedded/monitor_sql.h"

namespace gdo::monitor {
namespace {

constexpr std::string_view kRequires = "-- requer:";
constexpr std::string_view kWarns = "-- aviso:";

// "raw/livros_lote.sql" -> "livros_lote"
std::string name_of(std::string_view path) {
  const std::string_view file = path.substr(path.rfind('/') + 1);
  return std::string(file.substr(0, file.rfind('.')));
}

// The tables of the line "-- requer: a, b"; empty when there is none.
std::vector<std::string> required_tables(std::string_view sql) {
  std::vector<std::string> tables;
  std::size_t place = sql.find(kRequires);
  if (place == std::string_view::npos) return tables;
  place += kRequires.size();
  std::string_view line = sql.substr(place, sql.find('\n', place) - place);
  while (!line.empty()) {
    const std::size_t first = line.find_first_not_of(", \r");
    if (first == std::string_view::npos) break;
    line.remove_prefix(first);
    const std::size_t end = std::min(line.find_first_of(", \r"), line.size());
    tables.emplace_back(line.substr(0, end));
    line.remove_prefix(end);
  }
  return tables;
}

bool all_exist(pg::Connection& connection, const std::vector<std::string>& tables) {
  if (tables.empty()) return true;
  return connection
      .query("SELECT bool_and(to_regclass(t) IS NOT NULL) FROM unnest($1::text[]) AS t",
             {pg::text_array(tables)})
      .boolean(0, 0);
}

std::string detail_of(const Verification& verification, std::string_view examples) {
  if (verification.ok) return fmt::format("{} conferido(s)", verification.checked);
  const std::string dots = verification.failures > 5 ? "; …" : "";
  return fmt::format("{} de {} não conferem: {}{}", verification.failures, verification.checked,
                     examples, dots);
}

Verification run_check(pg::Connection& connection, const audit_sql::File& file) {
  const pg::Result row = connection.query(fmt::format(monitor_sql::count_check, file.text));
  Verification verification{.name = name_of(file.path),
                            .ok = row.integer(0, 1) == 0,
                            .warning = file.text.find(kWarns) != std::string_view::npos,
                            .detail = {},
                            .checked = row.integer(0, 0),
                            .failures = row.integer(0, 1)};
  verification.detail = detail_of(verification, row.text(0, 2));
  return verification;
}

}  // namespace

std::vector<Verification> run_audit_checks(pg::Connection& in_transaction) {
  std::vector<Verification> verifications;
  for (const audit_sql::File& file : audit_sql::files()) {
    if (!all_exist(in_transaction, required_tables(file.text))) continue;
    verifications.push_back(run_check(in_transaction, file));
  }
  return verifications;
}

}  // namespace gdo::monitor
