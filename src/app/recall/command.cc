#include <fmt/format.h>

#include <cmath>
#include <map>
#include <memory>
#include <set>
#include <string>

#include "app/commands.h"
#include "app/connections.h"
#include "app/result_json.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "export/row_format.h"
#include "export/trace_rows.h"
#include "monitor/data_tables.h"
#include "trace/recall.h"
#include "trace/things.h"
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

// Sums, and where the boxes are: a line a sale, and one for what is in stock.
std::string recall_text(const trace::Recall& recall, bool personal, const Terminal& terminal) {
  const std::string head =
      trf("{} of {}: {}, {}; {}", recall.key, recall.tenant,
          counted(recall.lotes, "slaughter lot", "slaughter lots"),
          counted(recall.orders, "deboning order", "deboning orders"),
          recall.valid_on ? trf("boxes valid on {}", day_and_time(*recall.valid_on))
                          : std::string(tr("all boxes, expired ones, too")));
  std::string text = render_pieces({{head}}, 2, terminal) + "\n";
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
  Table table({{tr("sale"), Align::left, Narrow::keep},
               {tr("invoice"), Align::left, Narrow::leave},
               {tr("customer"), Align::left, Narrow::keep},
               {tr("boxes"), Align::right},
               {tr("exact"), Align::right},
               {tr("kg"), Align::right},
               {tr("orders"), Align::right, Narrow::leave}});
  for (const auto& [sale, place] : recalled_places(recall, personal)) {
    table.row({sale.empty() ? Cell(tr("in stock"), Style::dim) : Cell(sale), place.invoice,
               place.customer, count_cell(place.boxes, Style::bold), count_cell(place.exact),
               kilos_text(place.kg), count_text(static_cast<std::int64_t>(place.orders.size()))});
  }
  return text + "\n" + table.render(terminal);
}

// RFC 4180, a line a box.
std::string recall_csv(const trace::Recall& recall, bool personal) {
  const exports::ExportedTable& table = exports::recall_table();
  const exports::CsvFormat format(table);
  exports::RecallRows rows(recall, personal);
  std::string text;
  format.append_head(text);
  for (std::size_t i = 0; i < recall.boxes.size(); ++i) format.append_row(rows.row(i), false, text);
  return text;
}

struct RecallOptions {
  trace::RecallRequest request;
  bool all = false;
  bool personal = false;
  bool json = false;
  bool csv = false;
};

void read_day(const char* option, std::string& day) {
  if (day.empty()) return;
  const auto read = trace::key_value(trace::KeyPart::date, day);
  if (!read) {
    throw Error(ErrorKind::config, trf("{} wants a day like 2025-01-27", option));
  }
  day = *read;
}

int run_recall(RecallOptions options, Context& context) {
  trace::RecallRequest& request = options.request;
  read_day("--desde", request.since);
  read_day("--valid-on", request.valid_on);
  if (!request.since.empty() && !request.without) {
    throw Error(ErrorKind::config, tr("--desde goes with --sem"));
  }
  if (options.json && options.csv) {
    throw Error(ErrorKind::config, tr("--json and --csv are two forms of the same; choose one"));
  }
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  if (options.all) {
    request.valid_on.clear();
  } else if (request.valid_on.empty()) {
    request.valid_on = trace::plants_today(connection);
  }
  const trace::Recall recall = trace::recall(connection, request);
  if (options.json) {
    context.print(trace::recall_json(recall, options.personal));
  } else if (options.csv) {
    context.print(recall_csv(recall, options.personal));
  } else {
    context.print(recall_text(recall, options.personal, context.out()));
  }
  return 0;
}

}  // namespace

Command recall_command(Context& context) {
  const auto options = std::make_shared<RecallOptions>();
  Command command;
  command.name = "recall";
  command.summary = tr("Every box, order and customer that a farm, lot or animal touches");
  command.details = tr(
      "KEY is fazenda: with a CAR or a producer's document, lote:unit/day/lot (unit/day: all lots "
      "of it), or animal: with an id or a label. Exact are boxes of orders that name a quarter of "
      "theirs; at most, those of every order that names one of their lots, too. Boxes whose "
      "validity is over are left out. Nothing is written, also not with --sem. Exit 1 when nothing "
      "is found, 2 when several tenants have it.");
  command.arguments = {{"KEY", "", tr("what is called back"), &options->request.key, {}, true}};
  command.options = {
      {"--sem", "", tr("also what would stop being traceable without it"),
       &options->request.without},
      {"--desde", "D", tr("--sem: without its slaughter from this day on"),
       &options->request.since},
      {"--valid-on", "D", tr("boxes valid on this day or later; default today"),
       &options->request.valid_on},
      {"--all", "", tr("boxes whose validity is over, too"), &options->all},
      {"--cliente", "TOKEN", tr("of this tenant"), &options->request.tenant},
      {"--pessoais", "", tr("customers who are persons in clear"), &options->personal},
      {"--csv", "", tr("a line a box"), &options->csv},
      {"--json", "", tr("one JSON document on stdout"), &options->json}};
  command.examples = {"gdo recall fazenda:MT-5103403-0123456789ABCDEF0123456789ABCDEF",
                      "gdo recall lote:9801/2026-06-28/7 --csv > recall.csv",
                      "gdo recall fazenda:52998224725 --sem --desde 2026-06-01"};
  command.run = [options, &context] { return run_recall(*options, context); };
  return command;
}

}  // namespace gdo::app
