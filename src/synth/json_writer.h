#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <span>
#include <string_view>

#include "synth/calendar.h"
#include "synth/text_buffer.h"

namespace gdo::synth {

// How a fault changes one member of a record while it is written. Members are found by name, at any
// depth, the first one only.
struct Edit {
  enum class Kind {
    none,
    set,             // the value becomes `text`, JSON as it stands
    omit,            // the member is left out
    append,          // `text` is written after the member: ,"x":1
    corrupt,         // its last digit becomes another one
    first_digit,     // its first digit becomes `text`
    last_digit,      // its last digit becomes `text`
    pad,             // a string gets blanks at both ends
    lower,           // A-Z become small
    repeat,          // the member is written twice, first with the value `text`
    brazilian_date,  // 2025-01-27 becomes 27/01/2025
    decimal_comma,   // 150.2 becomes "150,2"
    quote,           // 70001 becomes "70001"
    unquote,         // "70001" becomes 70001
    increase,        // an integer grows by `days`
    from_anchor,     // a date becomes the record's own day + `days`
    from_file,       // a date becomes the day in the file's name + `days`
  };
  std::string_view member;
  Kind kind = Kind::none;
  std::string_view text{};
  int days = 0;
};

constexpr std::size_t kMaxEdits = 4;

// Writes JSON as the sources do: minified, or indented by two. Strings must need no escapes.
class JsonWriter {
 public:
  explicit JsonWriter(TextBuffer& out) : out_(out) {}

  // To be called between files. depth: how deep the first value stands (for the indentation).
  void start_file(bool pretty, int depth);

  // The edits of the object that is written next; the span must live until clear_edits().
  void edit(std::span<const Edit> edits, Day anchor, Day file_day);
  void clear_edits() { edits_ = {}; }
  bool pretty() const { return pretty_; }

  // Members of the object that is open.
  void text(std::string_view name, std::string_view value);
  void integer(std::string_view name, std::int64_t value);
  void quoted_integer(std::string_view name, std::int64_t value, int width = 1);
  void decimal(std::string_view name, std::int64_t value, int decimals);
  void date(std::string_view name, Day day);
  void date_at_midnight(std::string_view name, Day day);  // 2025-01-27T00:00:00
  void date_time(std::string_view name, Day day, int second_of_day, int milliseconds = -1);
  void literal(std::string_view name, std::string_view json);
  void begin_array(std::string_view name);
  void begin_object(std::string_view name);
  // Elements of the array that is open (or the record itself).
  void begin_object();
  void integer_element(std::int64_t value);
  void end_object() { end('}'); }
  void end_array() { end(']'); }

 private:
  struct Level {
    std::size_t start = 0;  // where the member began, its separator included
    std::size_t value = 0;
    std::string_view name{};
    bool empty = true;
  };

  Level begin_member(std::string_view name);
  void end_member(const Level& member) {
    if (!edits_.empty()) apply_edits(member);
  }
  void separate();
  void open(char bracket, const Level& level);
  void end(char bracket);
  void indent();
  void apply_edits(const Level& member);
  void apply(const Edit& edit, const Level& member);
  void apply_to_text(const Edit& edit, const Level& member);
  void apply_to_date(const Edit& edit, const Level& member);
  void write_twice(const Edit& edit, const Level& member);

  TextBuffer& out_;
  std::array<Level, 16> levels_{};
  std::size_t depth_ = 0;
  int base_depth_ = 0;
  bool pretty_ = false;
  std::span<const Edit> edits_{};
  std::array<bool, kMaxEdits> applied_{};
  Day anchor_ = 0;
  Day file_day_ = 0;
};

}  // namespace gdo::synth
