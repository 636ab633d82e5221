#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>

#include "synth/calendar.h"
#include "synth/faults.h"
#include "synth/json_writer.h"
#include "synth/payload.h"
#include "synth/world.h"

// One file of the lake, from its first record to its line in the manifest.
namespace gdo::synth {

// What is wrong with a file as a whole.
enum class FileFault {
  none,
  truncated,
  malformed,  // a comma between two records is missing
  empty_file,
  empty_array,
  byte_order_mark,
  latin1,  // every record with an accent is invalid UTF-8
};

struct FilePlan {
  Payload payload = Payload::animals;
  const Tenant* tenant = nullptr;
  Moment time = 0;       // in its name
  Moment resent_at = 0;  // > 0: the same bytes once more, under a later name
  FileFault fault = FileFault::none;
  bool json_lines = false;
  bool gzip = false;
  bool late = false;
  int share = 100;          // per cent of the records: less in a correction of an earlier file
  std::uint64_t seed = 0;   // of its faults
  std::string_view note{};  // `falha` of the manifest's line
};

struct PayloadCounts {
  std::int64_t files = 0;
  std::int64_t broken_files = 0;
  std::int64_t records = 0;  // of files that load, duplicates included
  std::int64_t items = 0;    // what trusted judges, or raw refuses; duplicate files left out
  std::int64_t faulty_items = 0;
  std::int64_t bytes = 0;  // as stored
};

// Where a part of the lake's work puts what it made; one for each part, so that parts can be made
// in any order and by several threads. The buffers are lent by the thread.
struct Part {
  std::filesystem::path pending;
  TextBuffer& text;
  TextBuffer& packed;
  TextBuffer manifest{};
  std::array<PayloadCounts, kPayloads> counts{};
};

// Throws Error(lake) when the file cannot be written.
void write_file(const std::filesystem::path& path, std::string_view bytes);

class Delivery {
 public:
  // pretty: indented, as desossas are. The plan and the part must outlive the delivery.
  Delivery(const FilePlan& plan, Part& part, bool pretty = false);
  Delivery(const Delivery&) = delete;
  Delivery& operator=(const Delivery&) = delete;

  JsonWriter& json() { return json_; }
  // Whether anything of this file gets into the tables.
  bool loads() const;
  // Whether single records of it may be faulty.
  bool may_be_faulty() const;
  // When what it says was said last: decides between versions of one key.
  Moment version() const { return plan_.resent_at > 0 ? plan_.resent_at : plan_.time; }
  Day file_day() const { return day_of(plan_.time); }
  bool json_lines() const { return plan_.json_lines; }
  std::int64_t records() const { return records_; }

  // Around each record. fault may be null. anchor: the record's own day, for edits of dates.
  void begin_record(const Fault* fault, Day anchor);
  // True when the record ends up accepted in trusted.
  [[nodiscard]] bool end_record();

  // Around each item of the record that is open (boxes). Their verdicts presume that the record
  // loads; a record's fault that trusted refuses (a header's) refuses all its items.
  void begin_item(const Fault* fault, Day anchor);
  [[nodiscard]] bool end_item();

  // Writes the file, and its lines into the part's manifest.
  void finish();

 private:
  void note_item(std::int64_t item, const Fault& fault);
  bool has_accent(std::size_t start) const;
  void break_line();
  void close_text();
  void damage();
  void to_latin1();
  void store(Moment time, std::string_view result);
  std::string path(Moment time) const;
  PayloadCounts& counts() { return part_.counts[static_cast<std::size_t>(plan_.payload)]; }

  const FilePlan& plan_;
  Part& part_;
  JsonWriter json_;
  std::string path_;
  TextBuffer lines_;  // of the manifest, after the file's own
  std::int64_t records_ = 0;
  std::int64_t items_ = 0;  // of the record that is open
  std::int64_t judged_ = 0;
  std::int64_t faulty_ = 0;
  std::size_t record_start_ = 0;
  const Fault* record_fault_ = nullptr;
  const Fault* item_fault_ = nullptr;
};

}  // namespace gdo::synth
