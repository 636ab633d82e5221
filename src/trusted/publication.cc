#include "trusted/publication.h"

namespace gdo::trusted {

PublicationTime publication_time(pg::Connection& connection) {
  const auto now = connection.query(
      "SELECT (extract(epoch FROM t) * 1000000)::bigint, t::text FROM (SELECT clock_timestamp()) "
      "AS c(t)");
  return {now.integer(0, 0), std::string(now.text(0, 1))};
}

void Publication::ensure_partitions(const EntitySql& sql, const PublicationTime& time) {
  if (sql.months.empty()) return;
  const auto months = writer_.query(sql.months);
  for (int row = 0; row < months.rows(); ++row) {
    const std::chrono::year_month month{
        std::chrono::year(static_cast<int>(months.integer(row, 0))),
        std::chrono::month(static_cast<unsigned>(months.integer(row, 1)))};
    partitions_.ensure(sql.table, month, time.us);
    for (const ChildSql& child : sql.children) partitions_.ensure(child.table, month, time.us);
  }
}

std::int64_t Publication::count_by_lote(const pg::Result& counted, const EntitySql& sql,
                                        EntityBooks& books, std::int64_t EntityBook::*member) {
  std::int64_t all = 0;
  for (int row = 0; row < counted.rows(); ++row) {
    books[{counted.integer(row, 0), sql.contract->entity}].*member += counted.integer(row, 1);
    all += counted.integer(row, 1);
  }
  return all;
}

void Publication::publish(const EntitySql& sql, const PublicationTime& time,
                          const StagedCount& staged, EntityBooks& books) {
  if (staged.rows == 0) return;
  ensure_partitions(sql, time);
  const std::int64_t inserted =
      count_by_lote(writer_.query(sql.insert_new), sql, books, &EntityBook::inseridos);
  const bool all_new = inserted == staged.rows;
  if (inserted < staged.keys) replace_older(sql, staged.tenant, books);
  for (const ChildSql& child : sql.children) {
    if (all_new) {
      writer_.query(child.insert_all);
      count_by_lote(writer_.query("SELECT pai_lote_id, count(*) FROM " +
                                  pg::quote_identifier(child.staging) + " GROUP BY 1"),
                    sql, books, &EntityBook::filhos);
    } else {
      set_scans("off");
      count_by_lote(writer_.query(child.insert_chosen, {time.text}), sql, books,
                    &EntityBook::filhos);
      set_scans("on");
    }
  }
  for (const std::string& note : sql.note_new) writer_.query(note);
  for (auto& [place, book] : books) {
    if (place.second != sql.contract->entity) continue;
    book.superados = book.aceitos - book.inseridos - book.atualizados;
  }
}

void Publication::replace_older(const EntitySql& sql, const std::string& tenant,
                                EntityBooks& books) {
  set_scans("off");
  const std::int64_t older = writer_.query(sql.lock_older, {tenant}).affected();
  set_scans("on");
  if (older == 0) return;
  for (const std::string& note : sql.note_taken) writer_.query(note);
  delete_children(sql);
  count_by_lote(writer_.query(sql.replace), sql, books, &EntityBook::atualizados);
  writer_.query(sql.clear_taken);
}

// Found by their key: see EntitySql::lock_older.
void Publication::delete_children(const EntitySql& sql) {
  if (sql.children.empty()) return;
  writer_.query(sql.analyze_taken);
  set_scans("off");
  for (const ChildSql& child : sql.children) writer_.query(child.delete_old);
  set_scans("on");
}

void Publication::set_scans(const char* state) {
  for (const char* name :
       {"enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material"}) {
    writer_.query("SELECT set_config($1, $2, true)", {name, state});
  }
}

std::int64_t Publication::remove_taken(const EntitySql& sql) {
  for (const std::string& note : sql.note_taken) writer_.query(note);
  delete_children(sql);
  const std::int64_t removed = writer_.query(sql.delete_taken).affected();
  writer_.query(sql.clear_taken);
  return removed;
}

std::int64_t Publication::remove_unaccepted(const EntitySql& sql, const PublicationTime& time,
                                            const std::vector<std::int64_t>& lotes) {
  if (writer_.query(sql.take_rejudged, {time.text, pg::integer_array(lotes)}).affected() == 0) {
    return 0;
  }
  return remove_taken(sql);
}

std::int64_t Publication::remove_tenant(const EntitySql& sql, const std::string& tenant) {
  if (writer_.query(sql.take_tenant, {tenant}).affected() == 0) return 0;
  return remove_taken(sql);
}

std::int64_t Publication::remove_lotes(const EntitySql& sql,
                                       const std::vector<std::int64_t>& lotes) {
  if (writer_.query(sql.take_lotes, {pg::integer_array(lotes)}).affected() == 0) return 0;
  return remove_taken(sql);
}

}  // namespace gdo::trusted
