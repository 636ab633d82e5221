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

using service::MissingThing;

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
  return fmt::format("{},{},{},{},{},{},{},{},{},{},{:.3f},{},{:.3f},\r\n", reason,
                     thing.token_cliente, thing.tipo, thing.payload,
                     csv_field(service::joined_key(thing.chave)),
                     csv_field(thing.arquivo.value_or("")),
                     thing.nr_registro ? std::to_string(*thing.nr_registro) : "",
                     csv_field(thing.regra.value_or("")),
                     thing.rejeicao_id ? std::to_string(*thing.rejeicao_id) : "", thing.caixas,
                     thing.kg, thing.caixas_esperam, thing.kg_esperam);
}

std::string first_line(const service::Untraced& untraced, bool colour) {
  const std::int64_t open = untraced.caixas - untraced.rastreaveis;
  const std::string day = untraced.dia ? trf(" of {}", day_and_time(*untraced.dia)) : "";
  if (untraced.caixas == 0) return trf("gold knows no boxes{}\n", day);
  if (open == 0) {
    const std::string all = untraced.caixas == 1 ? trf("The one box{} is traceable.", day)
                                                 : trf("All {} boxes{} are traceable.",
                                                       count_text(untraced.caixas), day);
    return styled(all, Style::good, colour) + "\n";
  }
  const std::string some = untraced.caixas == 1
                               ? trf("The one box{} cannot be traced.", day)
                               : trf("{} of {} boxes{} cannot be traced.", count_text(open),
                                     count_text(untraced.caixas), day);
  return styled(some, Style::bold, colour) + "\n";
}

}  // namespace

std::string thing_text(const MissingThing& thing) {
  const std::string key = service::joined_key(thing.chave);
  if (thing.tipo == "arquivo") {
    return trf("file of {} for {}: has not come", thing.payload, key);
  }
  if (thing.tipo == "rejeicao") {
    return trf("{} {}: rejected, {} (gdo rejected show {})", thing.payload, key,
               thing.regra.value_or("?"), thing.rejeicao_id.value_or(0));
  }
  if (!thing.arquivo) return trf("{} {}: no such record has come", thing.payload, key);
  return trf("{} {}: {} in {}, record {}", thing.payload, key, thing.regra.value_or("?"),
             *thing.arquivo, thing.nr_registro.value_or(0));
}

std::string untraced_text(const service::Untraced& untraced, const Terminal& terminal) {
  std::string text = first_line(untraced, terminal.colour);
  for (const service::UntracedCause& cause : untraced.causas) {
    text += trf("\n{}: {}, {} kg: {}\n", styled(cause.motivo, Style::accent, terminal.colour),
                boxes_text(cause.caixas), whole_kilos(cause.kg), reason_text(cause.motivo));
    Table table({{tr("frees kg"), Align::right},
                 {tr("boxes"), Align::right},
                 {tr("waiting"), Align::right},
                 {tr("tenant"), Align::left, Narrow::keep},
                 {tr("what is missing"), Align::left, Narrow::wrap}});
    for (const MissingThing& thing : cause.falta) {
      table.row({whole_kilos(thing.kg), count_cell(thing.caixas, Style::bold),
                 count_cell(thing.caixas_esperam), thing.token_cliente, thing_text(thing)});
    }
    if (!table.empty()) text += table.render(terminal);
  }
  return text;
}

std::string untraced_csv(const service::Untraced& untraced) {
  std::string text =
      "motivo,token_cliente,tipo,payload,chave,arquivo,nr_registro,regra,rejeicao_id,caixas,kg,"
      "caixas_esperam,kg_esperam,feito\r\n";
  for (const service::UntracedCause& cause : untraced.causas) {
    for (const MissingThing& thing : cause.falta) text += worklist_line(cause.motivo, thing);
  }
  return text;
}

}  // namespace gdo::app
