#include "app/untraced/untraced_text.h"

#include <fmt/format.h>

#include <cmath>

#include "app/result_json.h"
#include "app/terminal/quantities.h"
#include "app/terminal/style.h"
#include "app/terminal/table.h"
#include "app/trace/reason_text.h"
#include "base/translation.h"
#include "trace/key_forms.h"

namespace gdo::app {
namespace {

using trace::MissingThing;

std::string whole_kilos(double kg) { return count_text(std::llround(kg)); }

std::string boxes_text(std::int64_t number) { return counted(number, "box", "boxes"); }

std::string csv_field(std::string_view text) {
  if (text.find_first_of(",\"\r\n") == std::string_view::npos) return std::string(text);
  std::string quoted = "\"";
  for (const char c : text) {
    if (c == '"') quoted += '"';
    quoted += c;
  }
  return quoted + "\"";
}

std::string worklist_line(const std::string& reason, const MissingThing& thing) {
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{:.3f},{},{:.3f},\r\n", reason, thing.tenant,
                     thing.type, thing.payload, csv_field(trace::joined_key(thing.key)),
                     csv_field(thing.file.value_or("")),
                     thing.record_number ? std::to_string(*thing.record_number) : "",
                     csv_field(thing.rule.value_or("")),
                     thing.rejection_id ? std::to_string(*thing.rejection_id) : "", thing.boxes,
                     thing.kg, thing.boxes_waiting, thing.kg_waiting);
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

}  // namespace

std::string thing_text(const MissingThing& thing) {
  const std::string key = trace::joined_key(thing.key);
  if (thing.type == "arquivo") {
    return trf("file of {} for {}: has not come", thing.payload, key);
  }
  if (thing.type == "rejeicao") {
    return trf("{} {}: rejected, {} (gdo rejected show {})", thing.payload, key,
               thing.rule.value_or("?"), thing.rejection_id.value_or(0));
  }
  if (!thing.file) return trf("{} {}: no such record has come", thing.payload, key);
  return trf("{} {}: {} in {}, record {}", thing.payload, key, thing.rule.value_or("?"),
             *thing.file, thing.record_number.value_or(0));
}

std::string untraced_text(const trace::Untraced& untraced, const Terminal& terminal) {
  std::string text = first_line(untraced, terminal.colour);
  for (const trace::UntracedCause& cause : untraced.causes) {
    text += trf("\n{}: {}, {} kg: {}\n", styled(cause.reason, Style::accent, terminal.colour),
                boxes_text(cause.boxes), whole_kilos(cause.kg), reason_text(cause.reason));
    Table table({{tr("frees kg"), Align::right},
                 {tr("boxes"), Align::right},
                 {tr("waiting"), Align::right},
                 {tr("tenant"), Align::left, Narrow::keep},
                 {tr("what is missing")}});
    for (const MissingThing& thing : cause.lacks) {
      table.row({whole_kilos(thing.kg), count_cell(thing.boxes, Style::bold),
                 count_cell(thing.boxes_waiting), thing.tenant, thing_text(thing)});
    }
    if (!table.empty()) text += table.render(terminal);
  }
  return text;
}

std::string untraced_csv(const trace::Untraced& untraced) {
  std::string text =
      "motivo,token_cliente,tipo,payload,chave,arquivo,nr_registro,regra,rejeicao_id,caixas,kg,"
      "caixas_esperam,kg_esperam,feito\r\n";
  for (const trace::UntracedCause& cause : untraced.causes) {
    for (const MissingThing& thing : cause.lacks) text += worklist_line(cause.reason, thing);
  }
  return text;
}

}  // namespace gdo::app
