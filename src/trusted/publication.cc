#include "trusted/publication.h"

#include <algorithm>
#include <map>
#include <unordered_set>

#include "embedded/trusted_sql.h"
#include "pg/byte_buffer.h"
#include "pg/connection.h"
#include "trusted/direct_rows.h"
#include "trusted/held_rows.h"
#include "trusted/schema.h"
#include "trusted/table_sql.h"

namespace gdo::trusted {
namespace {

using Tuples = std::unordered_set<std::string>;

// The places of a link's columns among the table's.
std::vector<std::size_t> places_of(const EntitySql& sql, const std::vector<std::string>& link) {
  std::vector<std::size_t> places;
  for (const std::string& name : link) {
    const auto column = std::find_if(sql.table.columns.begin(), sql.table.columns.end(),
                                     [&](const auto& c) { return c.name == name; });
    places.push_back(static_cast<std::size_t>(column - sql.table.columns.begin()));
  }
  return places;
}

// Empty when one of the link's values is missing.
std::string tuple_of(const std::vector<std::string_view>& fields,
                     const std::vector<std::size_t>& places) {
  std::string tuple;
  for (const std::size_t place : places) {
    if (EncodedFields::is_null(fields[place])) return {};
    tuple += fields[place];
  }
  return tuple;
}

std::vector<Tuples> links_in(const EntitySql& sql, const HeldRows& rows) {
  std::vector<std::vector<std::size_t>> places;
  for (const LinkSql& link : sql.links) places.push_back(places_of(sql, link.columns));
  std::vector<Tuples> links(places.size());
  std::vector<std::string_view> fields(sql.table.columns.size());
  for (std::size_t row = 0; row < rows.count(); ++row) {
    EncodedFields encoded(rows.row(row));
    for (auto& field : fields) field = encoded.next();
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (auto tuple = tuple_of(fields, places[i]); !tuple.empty())
        links[i].insert(std::move(tuple));
    }
  }
  return links;
}

void note(pg::Connection& writer, const LinkSql& link, const Tuples& tuples) {
  std::string rows;
  for (const std::string& tuple : tuples) {
    char head[2];
    pg::store_big_endian(head, static_cast<std::int16_t>(link.columns.size()));
    rows.append(head, sizeof head);
    rows += tuple;
  }
  writer.query(link.clear);
  pg::CopyWriter copy(writer, link.copy_target);
  copy.send(rows);
  copy.finish();
  writer.query(link.note);
}

// Notes for gold (mudanca) the links of rows that wait in memory, each once. In the writer's open
// transaction.
void note_links_of(pg::Connection& writer, const EntitySql& sql, const HeldRows& rows) {
  if (sql.links.empty()) return;
  const std::vector<Tuples> links = links_in(sql, rows);
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!links[i].empty()) note(writer, sql.links[i], links[i]);
  }
}

std::size_t place_of(const contract::TableDefinition& table, const std::string& column) {
  const auto found = std::find_if(table.columns.begin(), table.columns.end(),
                                  [&](const auto& c) { return c.name == column; });
  return static_cast<std::size_t>(found - table.columns.begin());
}

// Of the row's date in that column.
std::chrono::year_month month_of(std::string_view row, std::size_t column) {
  EncodedFields fields(row);
  for (std::size_t i = 0; i < column; ++i) (void)fields.next();
  const auto days = pg::load_big_endian<std::int32_t>(fields.next().data() + 4);
  const std::chrono::sys_days day{std::chrono::days(days + pg::BinaryRows::kDaysTo2000)};
  const std::chrono::year_month_day date{day};
  return date.year() / date.month();
}

}  // namespace

PublicationTime publication_time(pg::Connection& connection) {
  const auto now = connection.query(trusted_sql::publication_time);
  return {now.integer(0, 0), std::string(now.text(0, 1))};
}

bool Publication::ensure_month(const EntitySql& sql, std::chrono::year_month month,
                               const PublicationTime& time, TablePartitions::Moment moment) {
  bool there = partitions_.ensure(sql.table, month, time.us, moment);
  for (const ChildSql& child : sql.children) {
    there = partitions_.ensure(child.table, month, time.us, moment) && there;
  }
  return there;
}

void Publication::ensure_partitions(const EntitySql& sql, const PublicationTime& time) {
  if (sql.months.empty()) return;
  const auto months = writer_.query(sql.months);
  for (int row = 0; row < months.rows(); ++row) {
    const std::chrono::year_month month{
        std::chrono::year(static_cast<int>(months.integer(row, 0))),
        std::chrono::month(static_cast<unsigned>(months.integer(row, 1)))};
    (void)ensure_month(sql, month, time, TablePartitions::Moment::before);
  }
}

std::int64_t Publication::count_by_lote(const pg::Result& counted, const EntitySql& sql,
                                        LoteCounts& lote_counts,
                                        std::int64_t EntityCounts::*member) {
  std::int64_t all = 0;
  for (int row = 0; row < counted.rows(); ++row) {
    lote_counts[{counted.integer(row, 0), sql.contract->entity}].*member += counted.integer(row, 1);
    all += counted.integer(row, 1);
  }
  return all;
}

void Publication::publish(const EntitySql& sql, const PublicationTime& time, Staging& staging,
                          LoteCounts& lote_counts) {
  const bool direct = staging.holds();
  if (direct) write_directly(sql, time, staging, lote_counts, TablePartitions::Moment::before);
  const StagedCount staged = staging.count(*sql.contract);
  if (staged.rows > 0) publish_staged(sql, time, staged, lote_counts);
  if (staged.rows > 0 && !direct) {
    for (const std::string& note : sql.note_new) writer_.query(note);
  }
  for (auto& [place, counts] : lote_counts) {
    if (place.second != sql.contract->entity) continue;
    counts.superseded = counts.accepted - counts.inserted - counts.updated;
  }
}

void Publication::publish_portion(const EntitySql& sql, const PublicationTime& time,
                                  Staging& staging, LoteCounts& lote_counts) {
  write_directly(sql, time, staging, lote_counts, TablePartitions::Moment::meanwhile);
}

// Writes what is held and new, and stages the rest.
void Publication::write_directly(const EntitySql& sql, const PublicationTime& time,
                                 Staging& staging, LoteCounts& lote_counts,
                                 TablePartitions::Moment moment) {
  const HeldEntity& held = staging.held(*sql.contract);
  if (held.rows.count() == 0) return;
  // Rows of the default partition take the other way: it is locked while another is made.
  std::map<std::chrono::year_month, bool> months;
  std::vector<bool> may(held.rows.count(), true);
  if (!sql.months.empty()) {
    const std::size_t column = place_of(sql.table, sql.table.partition_column);
    for (std::size_t place = 0; place < may.size(); ++place) {
      const auto month = month_of(held.rows.row(place), column);
      const auto [known, is_new] = months.try_emplace(month, false);
      if (is_new) known->second = ensure_month(sql, month, time, moment);
      may[place] = known->second;
    }
  }
  note_links_of(writer_, sql, held.rows);
  staging.stage(sql, DirectRows(writer_, sql, held).write(may, lote_counts));
}

void Publication::publish_staged(const EntitySql& sql, const PublicationTime& time,
                                 const StagedCount& staged, LoteCounts& lote_counts) {
  ensure_partitions(sql, time);
  const std::int64_t inserted =
      count_by_lote(writer_.query(sql.insert_new), sql, lote_counts, &EntityCounts::inserted);
  const bool all_new = inserted == staged.rows;
  if (inserted < staged.keys) replace_older(sql, staged.tenant, lote_counts);
  for (const ChildSql& child : sql.children) {
    if (all_new) {
      writer_.query(child.insert_all);
      count_by_lote(writer_.query("SELECT pai_lote_id, count(*) FROM " +
                                  pg::quote_identifier(child.staging) + " GROUP BY 1"),
                    sql, lote_counts, &EntityCounts::children);
    } else {
      set_scans(writer_, "off");
      count_by_lote(writer_.query(child.insert_chosen, {time.text, staged.tenant}), sql,
                    lote_counts, &EntityCounts::children);
      set_scans(writer_, "on");
    }
  }
}

void Publication::replace_older(const EntitySql& sql, const std::string& tenant,
                                LoteCounts& lote_counts) {
  set_scans(writer_, "off");
  const std::int64_t older = writer_.query(sql.find_older, {tenant}).affected();
  set_scans(writer_, "on");
  if (older == 0) return;
  for (const std::string& note : sql.note_taken) writer_.query(note);
  delete_children(sql);
  count_by_lote(writer_.query(sql.replace), sql, lote_counts, &EntityCounts::updated);
  writer_.query(sql.clear_taken);
}

// Found by their key: see EntitySql::find_older.
void Publication::delete_children(const EntitySql& sql) {
  if (sql.children.empty()) return;
  writer_.query(sql.analyze_taken);
  set_scans(writer_, "off");
  for (const ChildSql& child : sql.children) writer_.query(child.delete_old);
  set_scans(writer_, "on");
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
