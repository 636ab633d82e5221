#include "base/quantities.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <cmath>

#include "base/translation.h"

namespace gdo {
namespace {

bool with_comma() { return language() == Language::portuguese; }

}  // namespace

std::string count_text(std::int64_t number) {
  const std::string digits = fmt::format("{}", number);
  const std::size_t first = number < 0 ? 1 : 0;
  std::string text;
  for (std::size_t i = 0; i < digits.size(); ++i) {
    if (i > first && (digits.size() - i) % 3 == 0) text += with_comma() ? '.' : ',';
    text += digits[i];
  }
  return text;
}

std::string bytes_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> kUnits = {"B", "kB", "MB", "GB", "TB", "PB"};
  if (bytes < 1000) return fmt::format("{} B", bytes);
  auto value = static_cast<double>(bytes);
  std::size_t unit = 0;
  // 999.95 kB would be shown as 1000.0 kB.
  while (value >= 999.95 && unit + 1 < kUnits.size()) {
    value /= 1000;
    ++unit;
  }
  return fmt::format("{} {}", decimal_text(value, 1), kUnits[unit]);
}

std::string rate_text(double per_second, std::string_view things) {
  return fmt::format("{}{}{}/s", count_text(std::llround(per_second)), things.empty() ? "" : " ",
                     things);
}

std::string byte_rate_text(double per_second) {
  return bytes_text(static_cast<std::uint64_t>(std::llround(std::max(0.0, per_second)))) + "/s";
}

std::string duration_text(std::chrono::milliseconds duration) {
  const auto milliseconds = duration.count();
  if (milliseconds < 1000) return fmt::format("{} ms", milliseconds);
  if (milliseconds < 59'950) {
    return fmt::format("{} s", decimal_text(static_cast<double>(milliseconds) / 1000, 1));
  }
  const auto seconds = (milliseconds + 500) / 1000;
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds / 60 % 60);
}

std::string age_text(std::chrono::seconds age) {
  const auto seconds = std::max<std::int64_t>(0, age.count());
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min", seconds / 60);
  if (seconds < 48 * 3600) return fmt::format("{} h", seconds / 3600);
  return fmt::format("{} d", seconds / 86400);
}

std::string counted(std::int64_t number, const char* noun, const char* nouns) {
  return fmt::format("{} {}", count_text(number), tr_counted(noun, nouns, number));
}

std::string counted(std::int64_t number, const std::string& noun) {
  return fmt::format("{} {}{}", count_text(number), noun, number == 1 ? "" : "s");
}

std::string decimal_text(double number, int digits) {
  std::string text = fmt::format("{:.{}f}", number, digits);
  if (with_comma()) std::replace(text.begin(), text.end(), '.', ',');
  return text;
}

std::string day_and_time(std::string_view iso) {
  std::string text(iso.substr(0, 19));
  if (text.size() > 10) text[10] = ' ';
  if (language() != Language::portuguese || text.size() < 10 || text[4] != '-') return text;
  return fmt::format("{}/{}/{}{}", text.substr(8, 2), text.substr(5, 2), text.substr(0, 4),
                     text.substr(10));
}

}  // namespace gdo
