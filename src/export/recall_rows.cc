#include "export/recall_rows.h"

#include <fmt/format.h>

#include "values/masking.h"

namespace gdo::exports {
namespace {

std::optional<std::string_view> given_text(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

}  // namespace

const ExportedTable& recall_table() {
  static const ExportedTable table = [] {
    ExportedTable made;
    made.name = "recall";
    made.columns = {
        {.name = "token_cliente", .type = "text", .kind = ValueKind::text},
        {.name = "nr_unidade_desossa", .type = "text", .kind = ValueKind::text},
        {.name = "codigo_barras", .type = "text", .kind = ValueKind::text},
        {.name = "nr_op_desossa", .type = "text", .kind = ValueKind::text},
        {.name = "exata", .type = "boolean", .kind = ValueKind::boolean},
        {.name = "kg", .type = "numeric", .kind = ValueKind::number},
        {.name = "dt_validade", .type = "date", .kind = ValueKind::date},
        {.name = "venda", .type = "text", .kind = ValueKind::text},
        {.name = "nf_numero", .type = "text", .kind = ValueKind::text},
        {.name = "cliente", .type = "text", .kind = ValueKind::text},
    };
    return made;
  }();
  return table;
}

const RowValues& RecallRows::row(std::size_t index) {
  const trace::RecalledBox& box = recall_.boxes[index];
  kilos_ = fmt::format("{:.3f}", box.kg);
  if (box.customer) customer_ = personal_ ? *box.customer : values::mask_document(*box.customer);
  values_ = {recall_.tenant,
             box.plant_number,
             box.barcode,
             box.order_number,
             box.exact ? "true" : "false",
             kilos_,
             given_text(box.valid_until),
             given_text(box.sale),
             given_text(box.invoice),
             box.customer ? std::optional<std::string_view>(customer_) : std::nullopt};
  return values_;
}

}  // namespace gdo::exports
