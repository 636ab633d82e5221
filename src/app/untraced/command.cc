#include "app/untraced/command.h"

#include <fmt/format.h>

#include <cmath>
#include <memory>
#include <nlohmann/json.hpp>

#include "app/connections.h"
#include "app/result_json.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "app/trace/node_text.h"
#include "base/encodings.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/data_tables.h"
#include "trace/things.h"
#include "trace/untraced.h"

namespace gdo::app {
namespace {

using trace::MissingThing;

std::string whole_kilos(double kg) { return count_text(std::llround(kg)); }

std::string boxes_text(std::int64_t number) { return counted(number, "box", "boxes"); }

std::string csv_field(std::string_view text) {
  std::string field;
  if (!text.empty()) append_csv_value(text, ',', field);
  return field;
}

// "caixas 9801/70182/2026-06-29 cliente=…/caixas_….json 3 referencia:dt_abate"
std::string other_field(const std::optional<trace::OtherCause>& other) {
  if (!other) return "";
  std::string text = fmt::format("{} {}", other->payload, trace::joined_key(other->key));
  if (other->file) text += fmt::format(" {} {}", *other->file, other->record_number.value_or(0));
  return other->rule ? text + " " + *other->rule : text;
}

std::string worklist_line(const std::string& reason, const MissingThing& thing) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{:.3f},{},{:.3f},{},{},\r\n", reason,
                     thing.tenant, thing.type, thing.payload,
                     csv_field(trace::joined_key(thing.key)), csv_field(thing.file.value_or("")),
                     thing.record_number ? std::to_string(*thing.record_number) : "",
                     csv_field(thing.rule.value_or("")),
                     thing.rejection_id ? std::to_string(*thing.rejection_id) : "", thing.boxes,
                     thing.kg, thing.boxes_waiting, thing.kg_waiting,
                     csv_field(other_field(thing.otherwise)), thing.plant_guessed ? "sim" : "");
}

std::string first_line(const trace::Untraced& untraced, bool colour) {
  const std::int64_t open = untraced.boxes - untraced.traceable;
  const std::string day = untraced.day ? trf(" of {}", day_and_time(*untraced.day)) : "";
  if (untraced.boxes == 0) return trf("gold knows no boxes{}\n", day);
  if (open == 0) {
    const std::string all =
        untraced.boxes == 1 ? trf("The one box{} is traceable.", day)
                            : trf("All {} boxes{} are traceable.", count_text(untraced.boxes), day);
    return styled(all, Style::good, colour) + "\n";
  }
  const std::string some = untraced.boxes == 1
                               ? trf("The one box{} cannot be traced.", day)
                               : trf("{} of {} boxes{} cannot be traced.", count_text(open),
                                     count_text(untraced.boxes), day);
  return styled(some, Style::bold, colour) + "\n";
}

std::string record_text(const std::string& payload, const std::string& key,
                        const std::optional<std::string>& file, std::optional<std::int64_t> number,
                        const std::optional<std::string>& rule) {
  if (!file) return trf("{} {}: no such record has come", payload, key);
  return trf("{} {}: {} in {}, record {}", payload, key, rule.value_or("?"), *file,
             number.value_or(0));
}

std::string guess_text(const nlohmann::ordered_json& key, bool guessed) {
  if (!guessed) return {};
  return trf(" (plant {} is presumed: nothing that came says it)",
             key.value("nr_unidade_abate", ""));
}

std::string sure_text(const MissingThing& thing) {
  const std::string key = trace::joined_key(thing.key);
  if (thing.type == "arquivo") {
    return trf("file of {} for {}: has not come", thing.payload, key);
  }
  if (thing.type == "rejeicao") {
    return trf("{} {}: rejected, {} (gdo rejected show {})", thing.payload, key,
               thing.rule.value_or("?"), thing.rejection_id.value_or(0));
  }
  return record_text(thing.payload, key, thing.file, thing.record_number, thing.rule);
}

}  // namespace

std::string thing_text(const MissingThing& thing) {
  const std::string text = sure_text(thing) + guess_text(thing.key, thing.plant_guessed);
  if (!thing.otherwise) return text;
  const trace::OtherCause& other = *thing.otherwise;
  return text + tr("; or else ") +
         record_text(other.payload, trace::joined_key(other.key), other.file, other.record_number,
                     other.rule) +
         guess_text(other.key, other.plant_guessed);
}

namespace {

// The worklist as a person reads it.
std::string untraced_text(const trace::Untraced& untraced, const Terminal& terminal) {
  std::string text = first_line(untraced, terminal.colour);
  for (const trace::UntracedCause& cause : untraced.causes) {
    text += "\n" + render_pieces({{cause.reason, Style::accent},
                                  {trf(": {}, {} kg: {}", boxes_text(cause.boxes),
                                       whole_kilos(cause.kg), reason_text(cause.reason))}},
                                 2, terminal);
    Table table({{tr("frees kg"), Align::right},
                 {tr("boxes"), Align::right},
                 {tr("waiting"), Align::right},
                 {tr("tenant"), Align::left, Narrow::keep},
                 {tr("what is missing"), Align::left, Narrow::wrap}});
    for (const MissingThing& thing : cause.lacks) {
      table.row({whole_kilos(thing.kg), count_cell(thing.boxes, Style::bold),
                 count_cell(thing.boxes_waiting), thing.tenant, thing_text(thing)});
    }
    if (!table.empty()) text += table.render(terminal);
  }
  return text;
}

// The worklist as a table for a spreadsheet: RFC 4180, a line a thing, `feito` empty to be ticked.
std::string untraced_csv(const trace::Untraced& untraced) {
  std::string text =
      "motivo,token_cliente,tipo,payload,chave,arquivo,nr_registro,regra,rejeicao_id,caixas,kg,"
      "caixas_esperam,kg_esperam,ou,planta_suposta,feito\r\n";
  for (const trace::UntracedCause& cause : untraced.causes) {
    for (const MissingThing& thing : cause.lacks) text += worklist_line(cause.reason, thing);
  }
  return text;
}

struct UntracedOptions {
  trace::UntracedRequest request;
  bool json = false;
  bool csv = false;
};

int list_untraced(UntracedOptions options, Context& context) {
  trace::UntracedRequest& request = options.request;
  if (!request.day.empty()) {
    const auto day = trace::key_value(trace::KeyPart::date, request.day);
    if (!day) throw Error(ErrorKind::config, tr("--day wants a day like 2025-01-27"));
    request.day = *day;
  }
  if (!request.plant.empty()) {
    const auto plant = trace::key_value(trace::KeyPart::unit, request.plant);
    if (!plant) throw Error(ErrorKind::config, tr("--plant wants a plant's SIF number, like 9801"));
    request.plant = *plant;
  }
  if (options.json && options.csv) {
    throw Error(ErrorKind::config, tr("--json and --csv are two forms of the same; choose one"));
  }
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const trace::Untraced untraced = trace::untraced(connection, request);
  if (options.json) {
    context.print(json_text(trace::untraced_json(untraced)));
  } else if (options.csv) {
    context.print(untraced_csv(untraced));
  } else {
    context.print(untraced_text(untraced, context.out()));
  }
  return 0;
}

}  // namespace

Command untraced_command(Context& context) {
  const auto options = std::make_shared<UntracedOptions>();
  Command command;
  command.name = "untraced";
  command.summary =
      tr("Boxes that cannot be traced: why, and the smallest thing that would fix it");
  command.details = tr(
      "Each missing thing stands once, under the reason of the boxes it would free most kilos of: "
      "a "
      "file that has not come, a record or a field of one, an open rejection. Boxes and kilos are "
      "those that become traceable when it comes and nothing else does; waiting are also those "
      "that lack other things besides.");
  command.options = {
      {"--day", "D", tr("boxes of this day of production"), &options->request.day},
      {"--plant", "P", tr("boxes of this plant (its SIF number)"), &options->request.plant},
      {"--cliente", "TOKEN", tr("of this tenant"), &options->request.tenant},
      {"--csv", "", tr("the worklist for a spreadsheet, with a column to tick off"), &options->csv},
      {"--json", "", tr("one JSON document on stdout"), &options->json}};
  command.examples = {"gdo untraced --day 2026-06-29", "gdo untraced --csv > worklist.csv",
                      "gdo untraced --json | jq '.causas[].falta[0]'"};
  command.run = [options, &context] { return list_untraced(*options, context); };
  return command;
}

}  // namespace gdo::app
