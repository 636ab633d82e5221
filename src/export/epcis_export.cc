#include "export/epcis_export.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/error.h"
#include "export/event_subjects.h"
#include "pg/copy_reader.h"

namespace gdo::exports {
namespace {

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
