#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "base/calendar.h"
#include "synth/text_buffer.h"

namespace gdo::synth {

// Days since 1970-01-01, and milliseconds since then; no clock, no time zone.
using Day = std::int32_t;
using Moment = std::int64_t;
constexpr Moment kMillisecondsPerDay = 86'400'000;

constexpr Day day_of(Moment moment) { return static_cast<Day>(moment / kMillisecondsPerDay); }

void put_date(TextBuffer& out, Day day);            // 2025-01-27
void put_brazilian_date(TextBuffer& out, Day day);  // 27/01/2025
// 2025-01-27T10:15:00, with .125 when milliseconds >= 0.
void put_date_time(TextBuffer& out, Day day, int second_of_day, int milliseconds = -1);
// The first ten characters of ISO text.
Day parse_date(std::string_view text);
// 2025_01_27_10_15_00_125Z, as in the names of the lake's files.
std::string file_time(Moment moment);

}  // namespace gdo::synth
