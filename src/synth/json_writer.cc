#include "synth/json_writer.h"

namespace gdo::synth {

void JsonWriter::start_file(bool pretty, int depth) {
  pretty_ = pretty;
  base_depth_ = depth;
  depth_ = 0;
  levels_[0] = {};
  edits_ = {};
}

void JsonWriter::edit(std::span<const Edit> edits, Day anchor, Day file_day) {
  edits_ = edits;
  applied_ = {};
  anchor_ = anchor;
  file_day_ = file_day;
}

void JsonWriter::indent() {
  out_.put('\n');
  const int depth = base_depth_ + static_cast<int>(depth_);
  for (int i = 0; i < depth; ++i) out_.put("  ");
}

void JsonWriter::separate() {
  if (depth_ == 0) return;  // the record itself: the file's business
  Level& level = levels_[depth_];
  if (!level.empty) out_.put(',');
  level.empty = false;
  if (pretty_) indent();
}

JsonWriter::Level JsonWriter::begin_member(std::string_view name) {
  Level member;
  member.start = out_.size();
  member.empty = levels_[depth_].empty;
  member.name = name;
  separate();
  out_.put('"');
  out_.put(name);
  out_.put(pretty_ ? std::string_view("\": ") : std::string_view("\":"));
  member.value = out_.size();
  return member;
}

void JsonWriter::text(std::string_view name, std::string_view value) {
  const Level member = begin_member(name);
  out_.put('"');
  out_.put(value);
  out_.put('"');
  end_member(member);
}

void JsonWriter::integer(std::string_view name, std::int64_t value) {
  const Level member = begin_member(name);
  out_.put_integer(value);
  end_member(member);
}

void JsonWriter::quoted_integer(std::string_view name, std::int64_t value, int width) {
  const Level member = begin_member(name);
  out_.put('"');
  out_.put_padded(static_cast<std::uint64_t>(value), width);
  out_.put('"');
  end_member(member);
}

void JsonWriter::decimal(std::string_view name, std::int64_t value, int decimals) {
  const Level member = begin_member(name);
  out_.put_decimal(value, decimals);
  end_member(member);
}

void JsonWriter::date(std::string_view name, Day day) {
  const Level member = begin_member(name);
  out_.put('"');
  put_date(out_, day);
  out_.put('"');
  end_member(member);
}

void JsonWriter::date_at_midnight(std::string_view name, Day day) { date_time(name, day, 0); }

void JsonWriter::date_time(std::string_view name, Day day, int second_of_day, int milliseconds) {
  const Level member = begin_member(name);
  out_.put('"');
  put_date_time(out_, day, second_of_day, milliseconds);
  out_.put('"');
  end_member(member);
}

void JsonWriter::literal(std::string_view name, std::string_view json) {
  const Level member = begin_member(name);
  out_.put(json);
  end_member(member);
}

void JsonWriter::open(char bracket, const Level& level) {
  out_.put(bracket);
  levels_[++depth_] = level;
  levels_[depth_].empty = true;
}

void JsonWriter::begin_array(std::string_view name) { open('[', begin_member(name)); }

void JsonWriter::begin_object(std::string_view name) { open('{', begin_member(name)); }

void JsonWriter::begin_object() {
  separate();
  open('{', {});
}

void JsonWriter::integer_element(std::int64_t value) {
  separate();
  out_.put_integer(value);
}

void JsonWriter::end(char bracket) {
  const Level level = levels_[depth_--];
  if (pretty_ && !level.empty) indent();
  out_.put(bracket);
  if (!level.name.empty()) end_member(level);
}

}  // namespace gdo::synth
