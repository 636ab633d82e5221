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
  return fmt::format(R"({{"caixas":{},"kg":{},"vendas":{},"clientes":{}}})", sums.boxes,
                     json_kilos(sums.kg), sums.sales, sums.customers);
}

constexpr std::size_t kBoxesAtOnce = 1000;

std::optional<std::string> shown_customer(const RecalledBox& box, bool personal) {
  if (!box.customer || personal) return box.customer;
  return values::mask_document(*box.customer);
}

void append_recall_head(const Recall& recall, std::string& json) {
  json += fmt::format(
      R"({{"chave":{},"token_cliente":{},"validas_em":{},"lotes":{},"ordens":{},"exato":{},"maximo":{},)",
      json_string(recall.key), json_string(recall.tenant), json_or_null(recall.valid_on),
      recall.lotes, recall.orders, sums_json(recall.exact), sums_json(recall.most));
  if (recall.leaving) {
    json += fmt::format(R"("deixam":{{"caixas":{},"kg":{}}},)", recall.leaving->boxes,
                        json_kilos(recall.leaving->kg));
  }
  json += R"("caixas":[)";
}

void append_recalled_box(const RecalledBox& box, const std::string& tenant, bool personal,
                         std::string& json) {
  json += fmt::format(
      R"({{"token_cliente":{},"nr_unidade_desossa":{},"codigo_barras":{},"exata":{},"kg":{},)"
      R"("dt_validade":{},"pedido":{},"cliente":{},"nr_op_desossa":{},"venda":{},"nf_numero":{}}})",
      tenant, json_string(box.plant_number), json_string(box.barcode), box.exact,
      json_kilos(box.kg), json_or_null(box.valid_until), json_or_null(box.request_text),
      json_or_null(shown_customer(box, personal)), json_string(box.order_number),
      json_or_null(box.sale), json_or_null(box.invoice));
}

}  // namespace

void write_recall_json(const Recall& recall, bool personal,
                       const std::function<bool(std::string_view)>& write) {
  std::string piece;
  append_recall_head(recall, piece);
  const std::string tenant = json_string(recall.tenant);
  for (std::size_t i = 0; i < recall.boxes.size(); ++i) {
    piece += i == 0 ? "\n" : ",\n";
    append_recalled_box(recall.boxes[i], tenant, personal, piece);
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
