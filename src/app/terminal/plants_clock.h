#pragma once

#include <string>
#include <string_view>

// Times as the plants' clocks show them, which is where their readers are.
namespace gdo::app {

// What a column of such times says of them: "UTC-3". "UTC" on a machine without time zones, where
// times stay in UTC.
std::string plants_zone();

// "2026-07-05T12:00:00Z" as day and time there, in the reader's form; a day alone stays one.
std::string plants_time(std::string_view utc_iso);

}  // namespace gdo::app
