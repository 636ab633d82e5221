#include "synth/generate.h"

#include <fmt/format.h>

#include <algorithm>
#include <atomic>
#include <cstddef>
#include <exception>
#include <fstream>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

#include "base/error.h"
#include "base/stop.h"
#include "synth/calendar.h"
#include "synth/delivery.h"
#include "synth/payload.h"
#include "synth/unit_files.h"
#include "synth/world.h"

namespace gdo::synth {
namespace {

struct PartsOptions {
  std::filesystem::path pending;
  int threads = 1;
  const StopFlag* stop = nullptr;
};

class Workshop {
 public:
  Workshop(std::size_t count, const PartsOptions& options,
           const std::function<void(std::size_t, Part&)>& make,
           const std::function<void(Part&)>& done)
      : count_(count), options_(options), make_(make), done_(done) {}

  void run() {
    std::vector<std::thread> threads;
    const auto wanted = std::min(count_, static_cast<std::size_t>(std::max(1, options_.threads)));
    for (std::size_t i = 1; i < wanted; ++i) threads.emplace_back([this] { work(); });
    work();
    for (std::thread& thread : threads) thread.join();
    if (failure_) std::rethrow_exception(failure_);
  }

 private:
  void work() {
    TextBuffer text;
    TextBuffer packed;
    try {
      for (std::size_t i = next_++; i < count_ && !failed_; i = next_++) {
        if (options_.stop != nullptr && options_.stop->requested()) {
          throw Error(ErrorKind::interrupted,
                      "generation was stopped; the lake is incomplete, delete it and start again");
        }
        Part part{.pending = options_.pending, .text = text, .packed = packed};
        make_(i, part);
        hand_over(i, std::move(part.manifest), part.counts);
      }
    } catch (...) {
      const std::lock_guard lock(mutex_);
      if (!failure_) failure_ = std::current_exception();
      failed_ = true;
    }
  }

  struct Made {
    TextBuffer manifest;
    std::array<PayloadCounts, kPayloads> counts{};
  };

  void hand_over(std::size_t number, TextBuffer manifest,
                 const std::array<PayloadCounts, kPayloads>& counts) {
    const std::lock_guard lock(mutex_);
    waiting_[number] = {std::move(manifest), counts};
    for (auto first = waiting_.begin(); first != waiting_.end() && first->first == handed_;
         first = waiting_.erase(first), ++handed_) {
      Part part{.pending = options_.pending, .text = unused_, .packed = unused_};
      part.manifest = std::move(first->second.manifest);
      part.counts = first->second.counts;
      done_(part);
    }
  }

  std::size_t count_;
  const PartsOptions& options_;
  const std::function<void(std::size_t, Part&)>& make_;
  const std::function<void(Part&)>& done_;
  std::atomic<std::size_t> next_{0};
  std::atomic<bool> failed_{false};
  std::mutex mutex_;
  std::exception_ptr failure_;
  std::map<std::size_t, Made> waiting_;
  std::size_t handed_ = 0;
  TextBuffer unused_;
};

// Makes parts 0 … count - 1 on several threads and hands each, when it is made, to `done`: in the
// order of their numbers, one at a time. Rethrows what a part threw; Error(interrupted) when asked
// to stop.
void make_parts(std::size_t count, const PartsOptions& options,
                const std::function<void(std::size_t, Part&)>& make,
                const std::function<void(Part&)>& done) {
  Workshop(count, options, make, done).run();
}

namespace fs = std::filesystem;

constexpr int kMostDays = 1'400;
constexpr int kMostTenants = 100;
constexpr int kMostHead = 3'500;
constexpr CalendarDay kLastDay{2026, 6, 30};

[[noreturn]] void refuse(const std::string& message) { throw Error(ErrorKind::config, message); }

std::optional<Day> read_day(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  for (const std::size_t i : {0U, 1U, 2U, 3U, 5U, 6U, 8U, 9U}) {
    if (text[i] < '0' || text[i] > '9') return std::nullopt;
  }
  const Day day = parse_date(text);
  TextBuffer again;
  put_date(again, day);
  if (again.view() != text || day < to_days(CalendarDay{2000, 1, 1})) return std::nullopt;
  return day;
}

Day first_day(const GenerateOptions& options) {
  if (options.first_day.empty()) return to_days(kLastDay) - options.days + 1;
  const std::optional<Day> day = read_day(options.first_day);
  if (!day || *day > to_days(CalendarDay{2099, 1, 1})) {
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

// What the options ask for, or Error(config) saying which of them cannot be.
WorldOptions world_options(const GenerateOptions& options) {
  check(options);
  return {.seed = options.seed,
          .tenants = options.tenants,
          .days = options.days,
          .first_day = first_day(options),
          .head = head_for(options)};
}

// Makes the folders of pending/. Error(config) when there is a lake already.
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

// The manifest under a name of its own until it is complete.
class ManifestWriter {
 public:
  explicit ManifestWriter(const fs::path& out)
      : path_(out / "manifest.jsonl"),
        partial_(out / ".manifest.jsonl.tmp"),
        file_(partial_, std::ios::binary | std::ios::trunc) {}

  void add(std::string_view lines) {
    file_.write(lines.data(), static_cast<std::streamsize>(lines.size()));
  }
  void finish() {
    file_.close();
    std::error_code error;
    if (file_) fs::rename(partial_, path_, error);
    if (!file_ || error) {
      throw Error(ErrorKind::lake, fmt::format("writing {} failed: is there room, and may you "
                                               "write there?",
                                               path_.string()));
    }
  }

 private:
  fs::path path_;
  fs::path partial_;
  std::ofstream file_;
};

// The three steps. Every step needs what the one before found out about all days.
class Generation {
 public:
  Generation(const GenerateOptions& options, const GenerateProgress& progress, const World& world)
      : options_(options),
        progress_(progress),
        world_(world),
        manifest_(options.out),
        parts_{
            .pending = options.out / "pending", .threads = threads(options), .stop = options.stop},
        unit_days_(world.units.size() * static_cast<std::size_t>(world.days)),
        all_steps_(static_cast<int>(2 * unit_days_ + world.units.size())) {
    for (std::size_t i = 0; i < kPayloads; ++i) {
      summary_.payloads[i].payload = folder_of(static_cast<Payload>(i));
    }
  }

  GenerateSummary run() {
    slaughter();
    debone();
    sell();
    manifest_.finish();
    for (const PackingDay& day : packed_) summary_.boxes += day.boxes;
    return summary_;
  }

 private:
  static int threads(const GenerateOptions& options) {
    if (options.threads > 0) return options.threads;
    return clip(static_cast<int>(std::thread::hardware_concurrency()), 1, 16);
  }
  const Unit& unit_of(std::size_t i) const {
    return world_.units[i / static_cast<std::size_t>(world_.days)];
  }
  int day_of_part(std::size_t i) const {
    return static_cast<int>(i % static_cast<std::size_t>(world_.days));
  }
  void make(std::size_t count, const std::function<void(std::size_t, Part&)>& part) {
    make_parts(count, parts_, part, [this](Part& made) { add(made); });
  }

  void slaughter() {
    lots_.resize(unit_days_);
    make(unit_days_, [this](std::size_t i, Part& part) {
      const Slaughter day = plan_slaughter(world_, unit_of(i), day_of_part(i));
      lots_[i] = write_slaughter_files(day, options_.dirty, part);
    });
  }
  void debone() {
    packed_.resize(unit_days_);
    make(unit_days_, [this](std::size_t i, Part& part) {
      packed_[i] =
          write_deboning_files(world_, unit_of(i), day_of_part(i), options_.dirty, lots_, part);
    });
  }
  void sell() {
    std::vector<ForeignBarcodes> foreign;
    for (const Tenant& tenant : world_.tenants) {
      foreign.push_back(foreign_barcodes(world_, tenant, packed_));
    }
    make(world_.units.size(), [&](std::size_t i, Part& part) {
      write_sale_files(world_, world_.units[i], options_.dirty, packed_, foreign[i / 2], part);
    });
  }

  void add(Part& part) {
    manifest_.add(part.manifest.view());
    for (std::size_t i = 0; i < kPayloads; ++i) add(summary_.payloads[i], part.counts[i]);
    if (progress_) progress_(++steps_, all_steps_, summary_.bytes);
  }
  void add(PayloadSummary& payload, const PayloadCounts& counts) {
    payload.files += counts.files;
    payload.broken_files += counts.broken_files;
    payload.records += counts.records;
    payload.items += counts.items;
    payload.faulty_items += counts.faulty_items;
    payload.bytes += counts.bytes;
    summary_.files += counts.files;
    summary_.broken_files += counts.broken_files;
    summary_.records += counts.records;
    summary_.items += counts.items;
    summary_.faulty_items += counts.faulty_items;
    summary_.bytes += counts.bytes;
  }

  const GenerateOptions& options_;
  const GenerateProgress& progress_;
  const World& world_;
  ManifestWriter manifest_;
  PartsOptions parts_;
  std::size_t unit_days_;
  LotTruths lots_;
  std::vector<PackingDay> packed_;
  GenerateSummary summary_;
  int steps_ = 0;
  int all_steps_;
};

}  // namespace

GenerateSummary generate(const GenerateOptions& options, const GenerateProgress& progress) {
  const World world = make_world(world_options(options));
  make_folders(options, world);
  return Generation(options, progress, world).run();
}

}  // namespace gdo::synth
