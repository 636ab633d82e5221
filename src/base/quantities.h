#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>

// Quantities and days as a person reads them: 1,234.5 in English, 1.234,5 in Portuguese.
namespace gdo {

std::string count_text(std::int64_t number);  // 1,234,567
std::string bytes_text(std::uint64_t bytes);  // 912 B, 1.8 kB, 24.1 MB (powers of 1000)
// 950/s, 12,345/s; of things that have a name: 12,345 files/s
std::string rate_text(double per_second, std::string_view things = {});
std::string byte_rate_text(double per_second);  // 24.1 MB/s
std::string duration_text(
    std::chrono::milliseconds duration);  // 85 ms, 5.1 s, 3 min 05 s, 2 h 04 min
// Time since, in one unit: 12 s, 5 min, 3 h, 2 d.
std::string age_text(std::chrono::seconds age);
// "1 file", "2,000 files", in the reader's language (base/translation.h).
std::string counted(std::int64_t number, const char* noun, const char* nouns);
std::string counted(std::int64_t number, const std::string& noun);
// With so many digits after the point, or comma.
std::string decimal_text(double number, int digits);
// "2026-01-31 12:00:05" of "2026-01-31T12:00:05Z"; 31/01/2026 12:00:05 in Portuguese.
std::string day_and_time(std::string_view iso);

}  // namespace gdo
