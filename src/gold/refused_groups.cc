#include "gold/refused_groups.h"

#include <fmt/format.h>

#include <cstdint>

#include "embedded/model_sql.h"
#include "gold/model_statements.h"
#include "pg/sqlstate.h"

namespace gdo::gold {
namespace {

class GroupSearch {
 public:
  GroupSearch(pg::Connection& connection, const Model& model, const std::function<void()>& work_out)
      : connection_(connection), columns_(column_list(model.group)), work_out_(work_out) {}

  std::vector<std::string> run() {
    connection_.query(fmt::format(model_sql::all_keys, columns_));
    const std::int64_t all = connection_.query("SELECT count(*) FROM todas_chaves").integer(0, 0);
    halve(1, all);
    choose(fmt::format("numero <> ALL ('{}'::bigint[])", pg::integer_array(refused_)));
    return written();
  }

 private:
  void choose(const std::string& which) {
    connection_.query("DELETE FROM chaves");
    connection_.query(fmt::format("INSERT INTO chaves ({0}) SELECT {0} FROM todas_chaves WHERE {1}",
                                  columns_, which));
  }

  // Groups first to last, by their numbers.
  void halve(std::int64_t first, std::int64_t last) {
    if (first > last || works(first, last)) return;
    if (first == last) {
      refused_.push_back(first);
      return;
    }
    const std::int64_t middle = first + (last - first) / 2;
    halve(first, middle);
    halve(middle + 1, last);
  }

  bool works(std::int64_t first, std::int64_t last) {
    bool fine = true;
    connection_.query("SAVEPOINT amostra");
    try {
      choose(fmt::format("numero BETWEEN {} AND {}", first, last));
      work_out_();
    } catch (const Error& error) {
      if (!pg::refuses_data(error)) throw;
      fine = false;
    }
    connection_.query("ROLLBACK TO SAVEPOINT amostra");
    connection_.query("RELEASE SAVEPOINT amostra");
    return fine;
  }

  std::vector<std::string> written() {
    const pg::Result rows = connection_.query(fmt::format(model_sql::keys_of_rows, columns_),
                                              {pg::integer_array(refused_)});
    std::vector<std::string> keys;
    for (int row = 0; row < rows.rows(); ++row) keys.emplace_back(rows.text(row, 0));
    return keys;
  }

  pg::Connection& connection_;
  const std::string columns_;
  const std::function<void()>& work_out_;
  std::vector<std::int64_t> refused_;
};

// Groups of every day, those that have rows, and those that the model would make rows of, as far as
// their keys can be worked out without the value that is refused.
void make_all_keys(pg::Connection& connection, const Model& model, const TargetTable& table,
                   const std::string& tenant) {
  const std::string columns = column_list(model.group);
  connection.query(fmt::format(model_sql::create_keys, columns, model.period_sql, table.name()),
                   {tenant, "-infinity", "infinity"});
  connection.query("SAVEPOINT amostra");
  try {
    connection.query(fmt::format(model_sql::insert_missing_keys, columns,
                                 in_scope(model.rows_sql, Scope::everything)),
                     {tenant});
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    connection.query("ROLLBACK TO SAVEPOINT amostra");
  }
  connection.query("RELEASE SAVEPOINT amostra");
  connection.query("ANALYZE chaves");
}

}  // namespace

std::vector<std::string> leave_out_refused_groups(pg::Connection& in_transaction,
                                                  const Model& model, const TargetTable& table,
                                                  const std::string& tenant, bool everything,
                                                  const std::function<void()>& work_out) {
  if (everything) make_all_keys(in_transaction, model, table, tenant);
  return GroupSearch(in_transaction, model, work_out).run();
}

}  // namespace gdo::gold
