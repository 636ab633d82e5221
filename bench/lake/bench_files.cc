#include "lake/bench_files.h"

#include <fmt/format.h>

#include <fstream>

#include "base/error.h"
#include "synth/delivery.h"
#include "synth/payload.h"

namespace gdo::synth {
namespace {

constexpr int kDays = 1'400;
constexpr std::size_t kChunk = 1U << 20U;

// Half-carcasses of one unit, day after day into the past.
class CarcassStream {
 public:
  CarcassStream(std::uint64_t seed, int part)
      : world_(make_world({.seed = seed,
                           .tenants = 1,
                           .days = kDays,
                           .first_day = to_days(CalendarDay{2026, 6, 30}) - kDays + 1,
                           .head = 3'400})),
        unit_(world_.units.front()) {
    unit_.sif += part;
    next_day();
  }

  void put_next(JsonWriter& json) {
    const Lot* lot = &today_.lots[lot_];
    if (position_ == lot->head) {
      position_ = 0;
      if (++lot_ == today_.lots.size()) next_day();
      lot = &today_.lots[lot_];
    }
    if (half_ == 0) animal_ = make_animal(today_, *lot, position_);
    put_carcass(json, today_, *lot, animal_, half_);
    position_ += half_;
    half_ = 1 - half_;
  }

 private:
  void next_day() {
    if (day_ == 0) throw Error(ErrorKind::config, "so many records cannot be generated");
    today_ = plan_slaughter(world_, unit_, --day_);
    lot_ = 0;
  }

  World world_;
  Unit unit_;
  Slaughter today_;
  int day_ = kDays;
  std::size_t lot_ = 0;
  int position_ = 0;
  int half_ = 0;
  Animal animal_;
};

// A file that is written in chunks, whatever its size.
class ChunkedFile {
 public:
  explicit ChunkedFile(const std::filesystem::path& path)
      : path_(path), file_(path, std::ios::binary | std::ios::trunc) {}

  TextBuffer& text() { return text_; }
  std::int64_t bytes() const { return written_ + static_cast<std::int64_t>(text_.size()); }
  void write_if_full() {
    if (text_.size() >= kChunk) write();
  }
  void finish() {
    write();
    file_.close();
    if (!file_) {
      throw Error(ErrorKind::lake, fmt::format("writing {} failed: is there room, and may you "
                                               "write there?",
                                               path_.string()));
    }
  }

 private:
  void write() {
    file_.write(text_.data(), static_cast<std::streamsize>(text_.size()));
    written_ += static_cast<std::int64_t>(text_.size());
    text_.clear();
  }

  std::filesystem::path path_;
  std::ofstream file_;
  TextBuffer text_;
  std::int64_t written_ = 0;
};

}  // namespace

BenchFile generate_animals_lines(const std::filesystem::path& path, std::int64_t records,
                                 std::uint64_t seed, int part) {
  CarcassStream carcasses(seed, part);
  ChunkedFile file(path);
  JsonWriter json(file.text());
  for (std::int64_t i = 0; i < records; ++i) {
    carcasses.put_next(json);
    file.text().put('\n');
    file.write_if_full();
  }
  file.finish();
  return {records, file.bytes()};
}

BenchFile generate_single_array(const std::filesystem::path& path, std::int64_t bytes,
                                std::uint64_t seed) {
  CarcassStream carcasses(seed, 0);
  ChunkedFile file(path);
  JsonWriter json(file.text());
  std::int64_t records = 0;
  file.text().put('[');
  while (file.bytes() + 1 < bytes) {
    if (records++ > 0) file.text().put(',');
    carcasses.put_next(json);
    file.write_if_full();
  }
  file.text().put(']');
  file.finish();
  return {records, file.bytes()};
}

BenchFile generate_single_record_files(const std::filesystem::path& folder, std::int64_t files,
                                       std::uint64_t seed) {
  CarcassStream carcasses(seed, 0);
  TextBuffer text;
  JsonWriter json(text);
  const Moment first = Moment{to_days(CalendarDay{2026, 7, 5})} * kMillisecondsPerDay;
  BenchFile result;
  for (; result.records < files; ++result.records) {
    text.clear();
    text.put('[');
    carcasses.put_next(json);
    text.put(']');
    const std::string name = file_time(first + result.records);
    write_file(folder / fmt::format("animais_{}.json", name), text.view());
    result.bytes += static_cast<std::int64_t>(text.size());
  }
  return result;
}

}  // namespace gdo::synth
