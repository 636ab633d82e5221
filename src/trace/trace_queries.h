#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "pg/connection.h"
#include "trace/trace.h"

namespace gdo::trace {

class Things;
struct Thing;

// A child that a link leads to.
struct TraceLink {
  std::size_t parent = 0;  // its place among the parents asked for
  std::int64_t total = 0;  // children of that parent, with those a limit left out
  nlohmann::ordered_json key;
  nlohmann::ordered_json link_data;  // what the link itself says; null when nothing
  nlohmann::ordered_json lote;       // of a half-carcass; null for others
};

// FROM the rows of a table, as t, that objects of a JSON array know by some of its columns. $1 is
// the tenant, $2 the array, which has at least one.
std::string rows_known_by(const std::string& table, const nlohmann::ordered_json& rows);

// The text of sql/trace/<path>. Throws Error(internal) when there is none.
std::string trace_query(std::string_view path);

// A query of sql/trace that will be asked: its path, and its parameters after the tenant.
struct Foreseen {
  std::string path;
  std::vector<pg::Param> params;
};

// The queries of sql/trace, each asked once for many things.
class TraceQueries {
 public:
  TraceQueries(pg::Connection& connection, std::string tenant, const Things& things);
  // Of the things of the program alone.
  TraceQueries(pg::Connection& connection, std::string tenant);

  // What gold says of these, in no order; those that gold does not have are left out. A lot comes
  // with its farm as a child.
  std::vector<TraceNode> facts(std::string_view type, const nlohmann::ordered_json& keys);
  // sql/trace/ligacoes/<name>.sql, in the order of the parents.
  std::vector<TraceLink> links(std::string_view name, const nlohmann::ordered_json& parents,
                               std::int64_t limit);
  // The half-carcasses whose quarters these orders name, each with its lot.
  std::vector<TraceLink> carcasses(const nlohmann::ordered_json& orders, std::int64_t limit);
  // The orders' source lots added up, and at most `limit` of those that lack something.
  TraceSources source_lots(const nlohmann::ordered_json& orders, std::int64_t limit);
  // Members to add to the data of each parent.
  std::vector<TraceLink> sums(std::string_view name, const nlohmann::ordered_json& parents);

  // Asks these now, on one trip to the server where its connection can (pg/repeated_statements.h):
  // the answers wait until they are asked for.
  void foresee(std::vector<Foreseen> questions);
  static Foreseen facts_of(std::string_view type, const nlohmann::ordered_json& keys);
  static Foreseen links_of(std::string_view name, const nlohmann::ordered_json& parents,
                           std::int64_t limit);
  static Foreseen sums_of(std::string_view name, const nlohmann::ordered_json& parents);
  static Foreseen days_of(const nlohmann::ordered_json& orders);
  // Asks for the orders' days, where they were not foreseen.
  Foreseen carcasses_of(const nlohmann::ordered_json& orders, std::int64_t limit);
  static Foreseen source_lots_of(const nlohmann::ordered_json& orders, std::int64_t limit);

 private:
  pg::Result ask(const Foreseen& question);
  std::vector<TraceNode> facts_of_rows(const Thing& thing, const nlohmann::ordered_json& keys);

  pg::Connection& connection_;
  std::string tenant_;
  const Things& things_;
  // Links of one thing that no limit cut, by their name and its key.
  std::map<std::string, std::vector<TraceLink>> whole_;
  std::map<std::string, pg::Result> answers_;  // that wait, by their question
  std::map<std::string, Foreseen> carcasses_;  // by their orders
};

// What PostgreSQL's json functions made: the names within an object are different ones. The same
// value that nlohmann reads, in a third of its time; throws what that does when it is no JSON.
nlohmann::ordered_json read_stored_json(std::string_view text);

}  // namespace gdo::trace
