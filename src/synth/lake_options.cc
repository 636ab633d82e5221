#include "synth/lake_options.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <string>
#include <system_error>

#include "base/error.h"
#include "synth/payload.h"

namespace gdo::synth {
namespace {

namespace fs = std::filesystem;

constexpr int kMostDays = 1'400;
constexpr int kMostTenants = 100;
constexpr int kMostHead = 3'500;
constexpr Civil kLastDay{2026, 6, 30};

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorKind::config, message); }

std::optional<Day> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const Day day = parse_date(text);
  TextBuffer again;
  put_date(again, day);
  if (again.view() != text || day < day_of(Civil{2000, 1, 1})) return std::nullopt;
  return day;
}

Day first_day(const GenerateOptions& options) {
  if (options.first_day.empty()) return day_of(kLastDay) - options.days + 1;
  const std::optional<Day> day = read_day(options.first_day);
  if (!day || *day > day_of(Civil{2099, 1, 1})) {
    refuse("the first day must be a date from 2000 to 2098, as AAAA-MM-DD");
  }
  return *day;
}

// The head a unit slaughters a day so that the lake has about that many records; 0 = real volumes.
int head_for(const GenerateOptions& options) {
  if (options.records == 0) return 0;
  const std::int64_t unit_days = std::int64_t{2} * options.tenants * options.days;
  // Of a unit and day: two half-carcasses and 0.3 farm animals a head, and the rest.
  const std::int64_t head = (options.records / unit_days - 15) * 10 / 24;
  if (head > kMostHead) {
    refuse(fmt::format("{} records are too many for {} days of {} tenants: ask for more days",
                       options.records, options.days, options.tenants));
  }
  return static_cast<int>(std::max<std::int64_t>(head, 2));
}

void check(const GenerateOptions& options) {
  if (options.out.empty()) refuse("generate needs a folder to write into (--out)");
  if (options.days < 1 || options.days > kMostDays) {
    refuse(fmt::format("days must be between 1 and {}", kMostDays));
  }
  if (options.tenants < 1 || options.tenants > kMostTenants) {
    refuse(fmt::format("tenants must be between 1 and {}", kMostTenants));
  }
  if (!(options.dirty >= 0.0 && options.dirty <= 1.0)) {
    refuse("the dirty rate must be between 0 and 1");
  }
  if (options.records < 0) refuse("the number of records must not be negative");
}

}  // namespace

WorldOptions world_options(const GenerateOptions& options) {
  check(options);
  return {.seed = options.seed,
          .tenants = options.tenants,
          .days = options.days,
          .first_day = first_day(options),
          .head = head_for(options)};
}

void make_folders(const GenerateOptions& options, const World& world) {
  std::error_code error;
  const fs::path pending = options.out / "pending";
  if (fs::exists(options.out / "manifest.jsonl", error) ||
      (fs::exists(pending, error) && !fs::is_empty(pending, error))) {
    refuse(fmt::format("{} holds a lake already: choose an empty folder, or delete that one",
                       options.out.string()));
  }
  for (std::size_t i = 0; i < kPayloads; ++i) {
    for (const Tenant& tenant : world.tenants) {
      const fs::path folder =
          pending / folder_of(static_cast<Payload>(i)) / ("cliente=" + tenant.token);
      fs::create_directories(folder, error);
      if (error) {
        throw Error(ErrorKind::lake,
                    fmt::format("making the folder {}: {}", folder.string(), error.message()));
      }
    }
  }
}

}  // namespace gdo::synth
