#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "synth/delivery.h"

// When files leave their source, how often, and in what state.
namespace gdo::synth {

// A kind of file that every unit sends once for every slaughter day.
struct FileKind {
  Payload payload = Payload::animals;
  int number = 0;    // tells kinds apart: makes names unique
  int lag_days = 5;  // after the slaughter
  int hour = 8;      // UTC
  bool may_be_late = false;
  bool may_be_lines = false;  // JSON Lines, gzip
  bool may_be_latin1 = false;
  bool may_be_corrected = false;
};

// The files of one kind, unit and day, by time: usually one; with dirt perhaps a broken one before
// it, an empty one, a correction after it. Some days the only file is a broken one.
// records: how many the whole file has.
std::vector<FilePlan> plan_files(const FileKind& kind, const World& world, const Unit& unit,
                                 int day_index, double dirty, std::size_t records);

// Which records a correction repeats: at least one, never all.
class Selection {
 public:
  Selection(const FilePlan& plan, std::size_t records);
  bool has(std::size_t record) const;

 private:
  std::uint64_t seed_;
  std::size_t records_;
  int share_;
};

}  // namespace gdo::synth
