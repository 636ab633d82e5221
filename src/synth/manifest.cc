#include "synth/manifest.h"

namespace gdo::synth {
namespace {

void put_text(TextBuffer& out, std::string_view name, std::string_view value) {
  out.put(name);
  out.put(":\"");
  out.put(value);
  out.put('"');
}

void put_flag(TextBuffer& out, std::string_view name, bool value) {
  out.put(name);
  out.put(value ? std::string_view(":true") : std::string_view(":false"));
}

// "a:x,b:y" → ["a:x","b:y"]
void put_list(TextBuffer& out, std::string_view name, std::string_view comma_separated) {
  out.put(name);
  out.put(":[");
  bool first = true;
  while (!comma_separated.empty()) {
    const std::size_t end = comma_separated.find(',');
    if (!first) out.put(',');
    first = false;
    out.put('"');
    out.put(comma_separated.substr(0, end));
    out.put('"');
    comma_separated.remove_prefix(end == std::string_view::npos ? comma_separated.size() : end + 1);
  }
  out.put(']');
}

void put_reason(TextBuffer& out, std::string_view reason) {
  if (reason.empty()) {
    out.put(",\"motivo\":null}\n");
    return;
  }
  put_text(out, ",\"motivo\"", reason);
  out.put("}\n");
}

}  // namespace

void put_file_line(TextBuffer& out, const ManifestFile& file) {
  put_text(out, "{\"tipo\":\"arquivo\",\"arquivo\"", file.path);
  put_text(out, ",\"payload\"", file.payload);
  put_text(out, ",\"resultado\"", file.result);
  out.put(",\"registros\":");
  out.put_integer(file.records);
  if (!file.fault.empty()) put_text(out, ",\"falha\"", file.fault);
  out.put("}\n");
}

void put_item_line(TextBuffer& out, const ManifestItem& item, const Fault& fault) {
  const bool raw = fault.verdict != Verdict::rejected_raw;
  put_text(out, "{\"tipo\":\"registro\",\"arquivo\"", item.path);
  out.put(",\"nr_registro\":");
  out.put_integer(item.record);
  out.put(",\"nr_item\":");
  out.put_integer(item.item);
  put_text(out, ",\"falha\"", fault.name);
  put_text(out, ",\"raw\"", raw ? "carregado" : "rejeitado");
  put_text(out, ",\"trusted\"", fault.verdict == Verdict::accepted ? "aceito" : "rejeitado");
  put_list(out, ",\"regras\"", fault.rules);
  if (!fault.possible.empty()) put_list(out, ",\"regras_possiveis\"", fault.possible);
  if (!fault.alerts.empty()) put_list(out, ",\"alertas\"", fault.alerts);
  out.put("}\n");
}

void put_box_line(TextBuffer& out, const ManifestBox& box) {
  put_text(out, "{\"tipo\":\"caixa\",\"token_cliente\"", box.token);
  out.put(",\"nr_unidade_desossa\":\"");
  out.put_integer(box.unit);
  put_text(out, "\",\"codigo_barras\"", box.barcode);
  put_flag(out, ",\"flag_desossa\"", box.has_order);
  put_flag(out, ",\"flag_propriedades\"", box.has_farms);
  put_flag(out, ",\"flag_animais\"", box.has_animals);
  put_flag(out, ",\"flag_rastreavel\"", box.has_order && box.has_farms && box.has_animals);
  put_reason(out, box.reason);
}

void put_sold_box_line(TextBuffer& out, const ManifestSoldBox& line) {
  put_text(out, "{\"tipo\":\"venda_caixa\",\"token_cliente\"", line.token);
  put_text(out, ",\"cnpj_local_estoque\"", line.warehouse);
  out.put(",\"nr_pedido\":\"");
  out.put_integer(line.order);
  out.put("\",\"carga\":\"");
  out.put_integer(line.load);
  put_text(out, "\",\"codigo_barras\"", line.barcode);
  put_flag(out, ",\"rastreavel\"", line.reason.empty());
  put_reason(out, line.reason);
}

}  // namespace gdo::synth
