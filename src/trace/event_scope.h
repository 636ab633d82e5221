#pragma once

#include <string>
#include <string_view>

#include "base/calendar.h"
#include "pg/connection.h"
#include "trace/trace_key.h"

namespace gdo::trace {

// The text of sql/exportacao/<name>.sql.
std::string export_sql_text(std::string_view name);

// Which boxes, sales, orders and lots a document is about, in temporary tables (exporta_*) of the
// caller's open transaction.
struct EventScope {
  std::string tenant;
  std::string base_uri = "https://gdo.example.com/id";  // without '/' at its end
  std::string time_zone = kPlantsZone;
};

// A box (with the sales it is in) or a sale (with its boxes): the orders and lots behind them.
void scope_of_key(pg::Connection& connection, const EventScope& scope, const FoundKey& key);
// All lots and orders whose slaughter, and all sales whose day, is in these days, inclusive; empty
// = no limit.
void scope_of_days(pg::Connection& connection, const EventScope& scope, const std::string& from,
                   const std::string& to);

// A row of service_resumo_mensal.
struct PlantMonth {
  std::string month;       // its first day
  std::string plant_type;  // abate, desossa or estoque
  std::string plant;
};
// The lots of a slaughter plant's month; the boxes of a deboning plant's, or the sales of a stock's
// with their boxes, and the orders and lots behind them.
void scope_of_month(pg::Connection& connection, const EventScope& scope, const PlantMonth& month);

}  // namespace gdo::trace
