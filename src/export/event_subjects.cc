#include "export/event_subjects.h"

#include <fmt/format.h>

#include "pg/distributed.h"

namespace gdo::exports {
namespace {

struct SubjectColumn {
  const char* name;
  const char* type;
};

std::vector<SubjectColumn> key_of(std::string_view name) {
  if (name == "lotes") {
    return {{"dt_abate", "date"}, {"nr_unidade_abate", "text"}, {"nr_lote_abate", "integer"}};
  }
  if (name == "ordens") {
    return {{"dt_abate", "date"},
            {"nr_unidade_desossa", "text"},
            {"nr_op_desossa", "text"},
            {"nr_unidade_abate", "text"}};
  }
  return {{"cnpj_local_estoque", "text"}, {"nr_pedido", "text"}, {"carga", "text"}};
}

}  // namespace

EventSubjects::EventSubjects(pg::Connection& connection, std::string_view name)
    : connection_(connection), table_(fmt::format("exporta_{}", name)) {
  int number = 0;
  for (const SubjectColumn& column : key_of(name)) {
    const char* comma = number > 0 ? ", " : "";
    ++number;
    key_ += comma + std::string(column.name);
    texts_ += fmt::format("{}{}::text", comma, column.name);
    given_ += fmt::format("{}${}::{}", comma, number, column.type);
  }
}

std::int64_t EventSubjects::count() {
  return connection_.query(fmt::format("SELECT count(*) FROM {}", table_)).integer(0, 0);
}

std::vector<std::string> EventSubjects::key_at(std::int64_t place) {
  const pg::Result row =
      connection_.query(fmt::format("SELECT {} FROM {} WHERE n = $1", texts_, table_), {place});
  std::vector<std::string> key;
  key.reserve(static_cast<std::size_t>(row.columns()));
  for (int column = 0; column < row.columns(); ++column) key.emplace_back(row.text(0, column));
  return key;
}

std::int64_t EventSubjects::place_of(const std::vector<std::string>& key) {
  const std::vector<pg::Param> params(key.begin(), key.end());
  return connection_
      .query(fmt::format("SELECT coalesce(max(n), 0) FROM {} WHERE ({}) <= ({})", table_, key_,
                         given_),
             params)
      .integer(0, 0);
}

void EventSubjects::choose(std::int64_t from, std::int64_t to) {
  pg::set_local(connection_, "gdo.exporta_de", std::to_string(from));
  pg::set_local(connection_, "gdo.exporta_ate", std::to_string(to));
}

}  // namespace gdo::exports
