#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <limits>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "app/arguments.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/result_json.h"
#include "app/status/status_facts.h"
#include "app/terminal/table.h"
#include "app/terminal/terminal.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "monitor/data_tables.h"
#include "values/dates.h"

namespace gdo::app {
namespace {

int status(const StatusRequest& request, Context& context) {
  if (request.trends) return show_trends(request, context);
  const StatusFacts facts = status_facts(request, context);
  context.print(request.json ? status_json(facts) : status_text(facts, context.out()));
  if (request.json && !facts.backlog) context.say(printable(facts.lake_problem));
  return facts.exit_code;
}

}  // namespace

Command status_command(Context& context) {
  const auto request = std::make_shared<StatusRequest>();
  Command command;
  command.name = "status";
  command.summary = tr("What waits, what ran last, how fresh the layers are, what was rejected");
  command.details = tr(
      "Waiting: files in pending/ (raw), lotes (trusted), changed keys (service), and how long the "
      "oldest has waited. Exit 4 when the lake does not answer; what the database says is shown "
      "all the same.");
  command.options = {
      {"--quality", "", tr("also what every rule and cleaning step did, and rules between tables"),
       &request->quality},
      {"--trends", "", tr("how figures went from day to day, drawn; and where they changed"),
       &request->trends},
      {"--days", "N", tr("with --trends: N days back; default 28"),
       WholeNumber{&request->days, 1, 3660}},
      {"--lote", "N", tr("quality of this lote only"), WholeNumber{&request->lote, 1, INT64_MAX}},
      {"--payload", "P", tr("only this payload"), &request->payload},
      {"--cliente", "TOKEN", tr("only this tenant"), &request->tenant},
      {"--json", "", tr("one JSON document on stdout, always with quality"), &request->json}};
  command.examples = {"gdo status", "gdo status --quality --payload caixas",
                      "gdo status --trends --days 56", "gdo status --json | jq '.pendentes'"};
  command.run = [request, &context] { return status(*request, context); };
  return command;
}

namespace {

constexpr std::array kBars = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};

// A figure a column: ▁ is the least of them, █ the greatest, a blank one that is not there (NaN).
// When there are more than `columns`, the last ones.
std::string sparkline(const std::vector<double>& values, std::size_t columns) {
  const std::size_t first = values.size() > columns ? values.size() - columns : 0;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (std::size_t i = first; i < values.size(); ++i) {
    if (std::isnan(values[i])) continue;
    low = std::min(low, values[i]);
    high = std::max(high, values[i]);
  }
  std::string line;
  for (std::size_t i = first; i < values.size(); ++i) {
    if (std::isnan(values[i])) {
      line += ' ';
      continue;
    }
    const double share = high > low ? (values[i] - low) / (high - low) : 0.5;
    line += kBars[static_cast<std::size_t>(std::lround(share * (kBars.size() - 1)))];
  }
  return line;
}

using monitor::Trend;

constexpr std::size_t kHours = 24;
constexpr std::size_t kColumnsOfDays = 28;

struct Measure {
  const char* name;
  const char* title;
  int digits;
};

constexpr std::array<Measure, 6> kMeasures = {{
    {"vazao", tr_later("Records that raw loads in a second"), 0},
    {"p50", tr_later("Milliseconds of a lote, median"), 0},
    {"p95", tr_later("Milliseconds of a lote, 95th percentile"), 0},
    {"rejeicao", tr_later("Percent of the values that broke a rule"), 2},
    {"chegada", tr_later("Files by the hour at which they come"), 0},
    {"rendimento", tr_later("Kilos in boxes out of a hundred in quarters, by plant"), 1},
}};

std::string figure(double value, int digits) {
  return digits == 0 ? count_text(std::llround(value)) : decimal_text(value, digits);
}

// A value for each day from the first to the last, NaN where there is none.
std::vector<double> by_day(const Trend& trend) {
  std::vector<double> values;
  const std::int32_t first = values::parse_date(trend.points.front().when).days;
  for (const monitor::TrendPoint& point : trend.points) {
    const auto place = static_cast<std::size_t>(values::parse_date(point.when).days - first);
    values.resize(place, std::numeric_limits<double>::quiet_NaN());
    values.push_back(point.value);
  }
  return values;
}

std::vector<double> by_hour(const Trend& trend) {
  std::vector<double> values(kHours, 0);
  for (const monitor::TrendPoint& point : trend.points) {
    values.at(static_cast<std::size_t>(std::stoi(point.when))) = point.value;
  }
  return values;
}

double median_of(const Trend& trend) {
  std::vector<double> values;
  for (const monitor::TrendPoint& point : trend.points) values.push_back(point.value);
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

std::string change_text(const Trend& trend, int digits) {
  if (!trend.change) return "";
  return trf("since {}: {} → {}", day_and_time(trend.points[trend.change->first].when),
             figure(trend.change->before, digits), figure(trend.change->after, digits));
}

void add_days(Table& table, const Trend& trend, int digits) {
  table.row({{trend.series, Style::accent},
             sparkline(by_day(trend), kColumnsOfDays),
             figure(trend.points.back().value, digits),
             figure(median_of(trend), digits),
             {change_text(trend, digits), Style::warning}});
}

void add_hours(Table& table, const Trend& trend) {
  const std::vector<double> hours = by_hour(trend);
  const auto busiest = std::max_element(hours.begin(), hours.end()) - hours.begin();
  double all = 0;
  for (const double files : hours) all += files;
  table.row({{trend.series, Style::accent},
             sparkline(hours, kHours),
             fmt::format("{} h", busiest),
             figure(all, 0)});
}

std::string measure_text(const Measure& measure, const std::vector<Trend>& trends,
                         const Terminal& terminal) {
  const bool hours = std::string_view(measure.name) == "chegada";
  Table table = hours ? Table({{tr("series"), Align::left, Narrow::keep},
                               {tr("from 0 to 23 h"), Align::left, Narrow::keep},
                               {tr("busiest"), Align::right},
                               {tr("files"), Align::right}})
                      : Table({{tr("series"), Align::left, Narrow::keep},
                               {tr("day by day"), Align::left, Narrow::keep},
                               {tr("last"), Align::right},
                               {tr("median"), Align::right},
                               {tr("change"), Align::left, Narrow::leave}});
  for (const Trend& trend : trends) {
    if (trend.measure != measure.name) continue;
    if (hours) {
      add_hours(table, trend);
    } else {
      add_days(table, trend, measure.digits);
    }
  }
  if (table.empty()) return {};
  return styled(tr(measure.title), Style::bold, terminal.colour) + "\n\n" + table.render(terminal) +
         "\n";
}

}  // namespace

std::string trends_text(const std::vector<Trend>& trends, const Terminal& terminal) {
  std::string text;
  for (const Measure& measure : kMeasures) text += measure_text(measure, trends, terminal);
  if (text.empty()) return tr("no days to show yet\n");
  text.pop_back();
  return text;
}

std::string trends_json(const std::vector<Trend>& trends, int days) {
  nlohmann::ordered_json all = nlohmann::ordered_json::array();
  for (const Trend& trend : trends) {
    const char* const when = trend.measure == "chegada" ? "hora" : "dia";
    nlohmann::ordered_json points = nlohmann::ordered_json::array();
    for (const monitor::TrendPoint& point : trend.points) {
      points.push_back({{when, point.when}, {"valor", point.value}});
    }
    nlohmann::ordered_json change = nullptr;
    if (trend.change) {
      change = {{"dia", trend.points[trend.change->first].when},
                {"antes", trend.change->before},
                {"depois", trend.change->after}};
    }
    all.push_back({{"medida", trend.measure},
                   {"serie", trend.series},
                   {"mudanca", change},
                   {"pontos", points}});
  }
  return json_text({{"dias", days}, {"tendencias", all}});
}

int show_trends(const StatusRequest& request, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const std::string payload =
      request.payload.empty() ? "" : payload_named(catalog, request.payload).name;
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const auto trends = monitor::trends(
      connection,
      {.tenant = request.tenant, .payload = payload, .days = static_cast<int>(request.days)});
  context.print(request.json ? trends_json(trends, static_cast<int>(request.days))
                             : trends_text(trends, context.out()));
  return 0;
}

}  // namespace gdo::app
