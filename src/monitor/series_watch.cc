#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>
#include <map>
#include <nlohmann/json.hpp>
#include <set>

#include "base/calendar.h"
#include "embedded/alertas_sql.h"
#include "embedded/control_sql.h"
#include "monitor/alert_json.h"
#include "monitor/alert_queue.h"
#include "monitor/detector.h"
#include "values/dates.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

// A series that ended is not looked at any more.
constexpr std::int32_t kRecentDays = 10;
// So long after the usual hour that waiting is over.
constexpr double kGrace_h = 1;

struct SeriesName {
  std::string tenant;
  std::string name;
  auto operator<=>(const SeriesName&) const = default;
};
using AllSeries = std::map<SeriesName, std::vector<DayFigure>>;

double real_of(std::string_view text) { return std::strtod(std::string(text).c_str(), nullptr); }

std::int32_t day_of_text(std::string_view text) { return values::parse_date(text).days; }

SeriesRule rule_of_kind(std::string_view kind) {
  if (kind.starts_with("duracao")) return duration_rule();
  if (kind.starts_with("rejeicao")) return reject_rule();
  if (kind.starts_with("rendimento")) return yield_rule();
  return volume_rule();
}

// Opens what is to be reported of one kind, and closes the rest of it.
class KindAlerts {
 public:
  KindAlerts(pg::Connection& connection, std::string kind)
      : connection_(connection), kind_(std::move(kind)) {}

  void open(const SeriesName& series, std::int32_t since, const std::string& message,
            const Json& details) {
    const std::string key =
        fmt::format("{}/{}/{}/{}", kind_, series.tenant, series.name, values::iso_date(since));
    connection_.query(control_sql::open_alerts,
                      {series.tenant, kind_, "aviso", key, message, details.dump()});
    keys_.push_back(key);
  }
  void close_others() {
    connection_.query(control_sql::end_alerts, {kind_, pg::text_array(keys_)});
  }

 private:
  pg::Connection& connection_;
  std::string kind_;
  std::vector<std::string> keys_;
};

class SeriesWatch {
 public:
  explicit SeriesWatch(pg::Connection& connection) : connection_(connection) {
    const pg::Result rows = connection.query("SELECT token_cliente, dia FROM dia_fechado");
    for (int row = 0; row < rows.rows(); ++row) {
      closed_[std::string(rows.text(row, 0))].insert(day_of_text(rows.text(row, 1)));
    }
  }

  void judge(const std::string& kind, const std::string& sql) {
    const pg::Result rows = connection_.query(sql);
    AllSeries all;
    for (int row = 0; row < rows.rows(); ++row) {
      all[{std::string(rows.text(row, 0)), std::string(rows.text(row, 1))}].push_back(
          {day_of_text(rows.text(row, 2)), real_of(rows.text(row, 3))});
    }
    KindAlerts alerts(connection_, kind);
    for (const auto& [series, figures] : all) judge(kind, series, figures, alerts);
    alerts.close_others();
  }

  void miss_arrivals();

 private:
  WorkingDays calendar_of(const std::string& tenant) const {
    std::set<std::int32_t> days;
    for (const std::string& name : {tenant, std::string("*")}) {
      if (const auto found = closed_.find(name); found != closed_.end()) {
        days.insert(found->second.begin(), found->second.end());
      }
    }
    return WorkingDays(std::move(days));
  }

  void judge(const std::string& kind, const SeriesName& series,
             const std::vector<DayFigure>& figures, KindAlerts& alerts) const {
    const std::vector<DayVerdict> verdicts =
        judge_series(figures, rule_of_kind(kind), calendar_of(series.tenant));
    const DayVerdict& last = verdicts.back();
    if (!last.anomaly || last.day < today_ - kRecentDays) return;
    std::size_t first = verdicts.size() - 1;
    while (first > 0 && verdicts[first - 1].anomaly) --first;
    const Json details = {{"dia", values::iso_date(last.day)},
                          {"desde", values::iso_date(verdicts[first].day)},
                          {"serie", series.name},
                          {"valor", figures.back().value},
                          {"esperado", last.expected},
                          {"faixa", {last.low, last.high}},
                          {"desvios", last.deviation},
                          {"tamanho", std::abs(last.deviation)}};
    alerts.open(series, verdicts[first].day,
                fmt::format("{} em {}: {:.4g}, esperado {:.4g} (entre {:.4g} e {:.4g})",
                            series.name, values::iso_date(last.day), figures.back().value,
                            last.expected, last.low, last.high),
                details);
  }

  pg::Connection& connection_;
  std::map<std::string, std::set<std::int32_t>> closed_;
  std::int32_t today_ = day_of_text(
      connection_.query("SELECT (clock_timestamp() AT TIME ZONE $1)::date", {kPlantsZone})
          .text(0, 0));
};

// Arrivals of a tenant's payload: on which days, and by when.
struct Arrivals {
  std::vector<DayFigure> days;  // the value is the hour

  double usual_hour(std::int32_t today) const {
    double hour = 0;
    for (const DayFigure& one : days) {
      if (one.day < today && one.day >= today - 56) hour = std::max(hour, one.value);
    }
    return hour;
  }
};

// A tenant of whom nothing at all came is one alert.
void SeriesWatch::miss_arrivals() {
  const pg::Result rows = connection_.query(control_sql::arrivals);
  std::map<std::string, std::map<std::string, Arrivals>> tenants;
  double now_h = 0;
  for (int row = 0; row < rows.rows(); ++row) {
    tenants[std::string(rows.text(row, 0))][std::string(rows.text(row, 1))].days.push_back(
        {day_of_text(rows.text(row, 2)), real_of(rows.text(row, 3))});
    now_h = real_of(rows.text(row, 5));
  }
  KindAlerts single(connection_, "nada_chegou");
  KindAlerts silent(connection_, "cliente_em_silencio");
  for (const auto& [tenant, payloads] : tenants) {
    std::vector<std::string> missed;
    for (const auto& [payload, arrivals] : payloads) {
      const auto missing = missing_days(arrivals.days, today_, calendar_of(tenant));
      const bool today = !missing.empty() && missing.back() == today_;
      if (today && now_h > arrivals.usual_hour(today_) + kGrace_h) missed.push_back(payload);
    }
    const Json details = {{"dia", values::iso_date(today_)}, {"payloads", missed}};
    if (missed.size() > 1 && missed.size() == payloads.size()) {
      silent.open({tenant, "*"}, today_, "nada do cliente chegou hoje", details);
      continue;
    }
    for (const std::string& payload : missed) {
      single.open({tenant, payload}, today_,
                  fmt::format("nada de {} chegou até a hora de costume", payload), details);
    }
  }
  single.close_others();
  silent.close_others();
}

}  // namespace

void watch_series(pg::Connection& connection) {
  SeriesWatch watch(connection);
  for (const auto& file : alertas_sql::files()) {
    std::string_view path = file.path;
    if (!path.starts_with("series/") || !has_its_tables(connection, file.text)) continue;
    path.remove_prefix(std::string_view("series/").size());
    watch.judge(std::string(path.substr(0, path.find('.'))), std::string(file.text));
  }
  watch.miss_arrivals();
}

}  // namespace gdo::monitor
