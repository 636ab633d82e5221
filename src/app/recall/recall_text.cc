#include "app/recall/recall_text.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "app/result_json.h"
#include "app/terminal/quantities.h"
#include "app/terminal/style.h"
#include "app/terminal/table.h"
#include "base/translation.h"
#include "export/csv_format.h"
#include "export/recall_rows.h"
#include "values/masking.h"

namespace gdo::app {
namespace {

using trace::RecalledBox;
using trace::RecallSums;

std::string kilos_text(double kg) { return count_text(std::llround(kg)); }

std::string customer_of(const RecalledBox& box, bool personal) {
  if (!box.customer) return "";
  return personal ? *box.customer : values::mask_document(*box.customer);
}

// A sale's boxes, or those in stock.
struct RecalledPlace {
  std::string customer;
  std::string invoice;
  std::set<std::string> orders;
  std::int64_t boxes = 0;
  std::int64_t exact = 0;
  double kg = 0;
};

std::map<std::string, RecalledPlace> recalled_places(const trace::Recall& recall, bool personal) {
  std::map<std::string, RecalledPlace> places;
  for (const RecalledBox& box : recall.boxes) {
    RecalledPlace& place = places[box.sale.value_or("")];
    place.customer = customer_of(box, personal);
    place.invoice = box.invoice.value_or("");
    place.orders.insert(box.plant_number + "/" + box.order_number);
    ++place.boxes;
    place.exact += box.exact ? 1 : 0;
    place.kg += box.kg;
  }
  return places;
}

void sums_row(Table& table, const char* name, const RecallSums& sums) {
  table.row({name, count_cell(sums.boxes, Style::bold), kilos_text(sums.kg), count_cell(sums.sales),
             count_cell(sums.customers)});
}

}  // namespace

std::string recall_text(const trace::Recall& recall, bool personal, const Terminal& terminal) {
  std::string text = trf("{} of {}: {}, {}; {}\n\n", recall.key, recall.tenant,
                         counted(recall.lotes, "slaughter lot", "slaughter lots"),
                         counted(recall.orders, "deboning order", "deboning orders"),
                         recall.valid_on ? trf("boxes valid on {}", day_and_time(*recall.valid_on))
                                         : std::string(tr("all boxes, expired ones, too")));
  Table sums({{""},
              {tr("boxes"), Align::right},
              {tr("kg"), Align::right},
              {tr("sales"), Align::right},
              {tr("customers"), Align::right}});
  sums_row(sums, tr("exact (by quarters)"), recall.exact);
  sums_row(sums, tr("at most (by lots)"), recall.most);
  text += sums.render(terminal);
  if (recall.leaving) {
    text += trf("\nWithout it {} boxes ({} kg) would stop being traceable.\n",
                count_text(recall.leaving->boxes), kilos_text(recall.leaving->kg));
  }
  if (recall.boxes.empty()) return text;
  Table table({{tr("sale")},
               {tr("invoice")},
               {tr("customer")},
               {tr("boxes"), Align::right},
               {tr("exact"), Align::right},
               {tr("kg"), Align::right},
               {tr("orders"), Align::right}});
  for (const auto& [sale, place] : recalled_places(recall, personal)) {
    table.row({sale.empty() ? Cell(tr("in stock"), Style::dim) : Cell(sale), place.invoice,
               place.customer, count_cell(place.boxes, Style::bold), count_cell(place.exact),
               kilos_text(place.kg), count_text(static_cast<std::int64_t>(place.orders.size()))});
  }
  return text + "\n" + table.render(terminal);
}

std::string recall_csv(const trace::Recall& recall, bool personal) {
  const exports::ExportedTable& table = exports::recall_table();
  const exports::CsvFormat format(table);
  exports::RecallRows rows(recall, personal);
  std::string text;
  format.append_head(text);
  for (std::size_t i = 0; i < recall.boxes.size(); ++i) format.append_row(rows.row(i), false, text);
  return text;
}

}  // namespace gdo::app
