#include "trusted/link_notes.h"

#include <algorithm>
#include <unordered_set>

#include "pg/big_endian.h"

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

}  // namespace

void note_links_of(pg::Connection& writer, const EntitySql& sql, const HeldRows& rows) {
  if (sql.links.empty()) return;
  const std::vector<Tuples> links = links_in(sql, rows);
  for (std::size_t i = 0; i < links.size(); ++i) {
    if (!links[i].empty()) note(writer, sql.links[i], links[i]);
  }
}

}  // namespace gdo::trusted
