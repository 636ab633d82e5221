#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/error.h"
#include "export/documents.h"
#include "pg/connection.h"
#include "pg/copy_reader.h"
#include "pg/distributed.h"

namespace gdo::exports {
namespace {

// The lots, orders or sales of a scope (exporta_*), in the order of the document: by the day or the
// place, then by the rest of the key.
class EventSubjects {
 public:
  // name: lotes, ordens, vendas.
  EventSubjects(pg::Connection& connection, std::string_view name);

  std::int64_t count();
  // The key, as text, of the one that has this place; places count from 1.
  std::vector<std::string> key_at(std::int64_t place);
  // The place of that key, or of the last before it; 0 = none.
  std::int64_t place_of(const std::vector<std::string>& key);
  // From now on exporta_parte_* has those after `from`, up to `to`.
  void choose(std::int64_t from, std::int64_t to);

 private:
  pg::Connection& connection_;
  std::string table_;
  std::string key_;    // its columns
  std::string texts_;  // the same as text
  std::string given_;  // parameters for them
};

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

constexpr const char* kContext = "https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld";

// The events of a step of the chain, and what each is about.
struct Step {
  const char* events;  // sql/exportacao/<events>.sql
  const char* subjects;
};
constexpr std::array<Step, 6> kSteps = {{{"eventos_chegada", "lotes"},
                                         {"eventos_abate", "lotes"},
                                         {"eventos_quarteio", "ordens"},
                                         {"eventos_desossa", "ordens"},
                                         {"eventos_carregamento", "vendas"},
                                         {"eventos_expedicao", "vendas"}}};
// An order's event may hold a thousand boxes.
constexpr std::int64_t kSubjectsAtOnce = 20;

std::string document_head(const trace::EventScope& scope, const std::string& created) {
  // What EPCIS has no word for is said in our own.
  const nlohmann::ordered_json own = {{"gdo", scope.base_uri + "/voc/"}};
  const nlohmann::ordered_json context = nlohmann::ordered_json::array({kContext, own});
  return fmt::format(
      "{{\"@context\":{},\"type\":\"EPCISDocument\",\"schemaVersion\":\"2.0\","
      "\"creationDate\":\"{}\",\"epcisBody\":{{\"eventList\":[\n",
      context.dump(), created);
}

// Writes the steps one after the other, some subjects at a time.
class EventStream {
 public:
  EventStream(pg::Connection& connection, ExportOutput& output, const StopFlag& stop)
      : connection_(connection), output_(output), stop_(stop) {}

  // key: of a position that write_step() has noted.
  void start_after(const ExportPosition& position) {
    position_ = position;
    resumed_ = position.key;
  }

  // False once nobody reads on.
  [[nodiscard]] bool write_step(const Step& step) {
    EventSubjects subjects(connection_, step.subjects);
    const std::int64_t all = subjects.count();
    std::int64_t done = 0;
    if (!resumed_.empty()) {
      if (resumed_.front() != step.events) return true;  // written before
      done = subjects.place_of({resumed_.begin() + 1, resumed_.end()});
      resumed_.clear();
    }
    while (done < all) {
      const std::int64_t next = std::min(done + kSubjectsAtOnce, all);
      subjects.choose(done, next);
      if (!write_events(step.events)) return false;
      done = next;
      position_.key = {step.events};
      for (std::string& part : subjects.key_at(done)) position_.key.push_back(std::move(part));
      note_position();
    }
    return true;
  }

  std::int64_t events() const { return position_.rows; }

 private:
  bool write_events(const char* name) {
    pg::CopyReader reader(connection_, fmt::format("SELECT exporta_evento(e.dados) FROM ({}) e",
                                                   trace::export_sql_text(name)));
    while (reader.next()) {
      if (position_.rows > 0 && !output_.write(",\n")) return false;
      if (!output_.write(reader.bytes(0))) return false;
      ++position_.rows;
    }
    return true;
  }

  void note_position() {
    if (!stop_.requested()) {
      output_.reached(position_);
      return;
    }
    output_.stopped(position_);
    throw Error(ErrorKind::interrupted, "the export was stopped half-way");
  }

  pg::Connection& connection_;
  ExportOutput& output_;
  const StopFlag& stop_;
  ExportPosition position_;           // key: the step, then its last subject's
  std::vector<std::string> resumed_;  // the key to go on after, until its step has come
};

}  // namespace

std::string epcis_created(pg::Connection& connection, const std::string& tenant) {
  return std::string(
      connection.query(trace::export_sql_text("momento_dos_dados"), {tenant}).text(0, 0));
}

std::int64_t export_epcis(pg::Connection& connection, const trace::EventScope& scope,
                          const std::string& created, const std::optional<ExportPosition>& start,
                          ExportOutput& output, const StopFlag& stop) {
  EventStream stream(connection, output, stop);
  // A part that ended before its first event has nothing to go on after.
  if (start && !start->key.empty()) {
    stream.start_after(*start);
  } else if (!output.write(document_head(scope, created))) {
    return 0;
  }
  for (const Step& step : kSteps) {
    if (!stream.write_step(step)) return stream.events();
  }
  if (output.write("\n]}}\n")) output.finish();
  return stream.events();
}

}  // namespace gdo::exports
