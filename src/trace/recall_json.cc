#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "trace/recall.h"
#include "values/masking.h"

namespace gdo::trace {
namespace {

std::string json_string(const std::string& text) {
  return nlohmann::json(text).dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

std::string json_or_null(const std::optional<std::string>& text) {
  return text ? json_string(*text) : "null";
}

// Kilos have three decimals; a sum of doubles has more.
std::string json_kilos(double kg) { return fmt::format("{}", std::round(kg * 1000) / 1000); }

std::string sums_json(const RecallSums& sums) {
  return fmt::format(R"({{"caixas":{},"kg":{},"vendas":{},"clientes":{}}})", sums.caixas,
                     json_kilos(sums.kg), sums.vendas, sums.clientes);
}

constexpr std::size_t kBoxesAtOnce = 1000;

std::optional<std::string> shown_customer(const RecalledBox& box, bool personal) {
  if (!box.cliente || personal) return box.cliente;
  return values::mask_document(*box.cliente);
}

void append_recall_head(const Recall& recall, std::string& json) {
  json += fmt::format(
      R"({{"chave":{},"token_cliente":{},"validas_em":{},"lotes":{},"ordens":{},"exato":{},"maximo":{},)",
      json_string(recall.chave), json_string(recall.token_cliente), json_or_null(recall.validas_em),
      recall.lotes, recall.ordens, sums_json(recall.exato), sums_json(recall.maximo));
  if (recall.deixam) {
    json += fmt::format(R"("deixam":{{"caixas":{},"kg":{}}},)", recall.deixam->caixas,
                        json_kilos(recall.deixam->kg));
  }
  json += R"("caixas":[)";
}

void append_recalled_box(const RecalledBox& box, const std::string& tenant, bool personal,
                         std::string& json) {
  json += fmt::format(
      R"({{"token_cliente":{},"nr_unidade_desossa":{},"codigo_barras":{},"exata":{},"kg":{},)"
      R"("dt_validade":{},"pedido":{},"cliente":{},"nr_op_desossa":{},"venda":{},"nf_numero":{}}})",
      tenant, json_string(box.nr_unidade_desossa), json_string(box.codigo_barras), box.exata,
      json_kilos(box.kg), json_or_null(box.dt_validade), json_or_null(box.pedido),
      json_or_null(shown_customer(box, personal)), json_string(box.nr_op_desossa),
      json_or_null(box.venda), json_or_null(box.nota));
}

}  // namespace

void write_recall_json(const Recall& recall, bool personal,
                       const std::function<bool(std::string_view)>& write) {
  std::string piece;
  append_recall_head(recall, piece);
  const std::string tenant = json_string(recall.token_cliente);
  for (std::size_t i = 0; i < recall.caixas.size(); ++i) {
    piece += i == 0 ? "\n" : ",\n";
    append_recalled_box(recall.caixas[i], tenant, personal, piece);
    if (i % kBoxesAtOnce != kBoxesAtOnce - 1) continue;
    if (!write(piece)) return;
    piece.clear();
  }
  static_cast<void>(write(piece + "]}\n"));
}

std::string recall_json(const Recall& recall, bool personal) {
  std::string json;
  write_recall_json(recall, personal, [&json](std::string_view piece) {
    json += piece;
    return true;
  });
  return json;
}

}  // namespace gdo::trace
