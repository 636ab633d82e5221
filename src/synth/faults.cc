#include "synth/faults.h"

#include <algorithm>
#include <string>

#include "synth/json_writer.h"

namespace gdo::synth {

std::span<const Edit> Fault::used_edits() const {
  const auto end = std::find_if(edits.begin(), edits.end(),
                                [](const Edit& edit) { return edit.kind == Edit::Kind::none; });
  return {edits.begin(), end};
}

const Fault* FaultPicker::draw(std::span<const Fault> table) {
  std::uint32_t total = 0;
  for (const Fault& fault : table) {
    if (punctual_ || !fault.punctual) total += fault.weight;
  }
  std::uint32_t drawn = random_.below(total);
  for (const Fault& fault : table) {
    if (!punctual_ && fault.punctual) continue;
    if (drawn < fault.weight) return &fault;
    drawn -= fault.weight;
  }
  return nullptr;
}

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

std::string with_last_digit(std::string value, std::string_view digit) {
  const auto last = std::find_if(value.rbegin(), value.rend(), is_digit);
  if (last == value.rend()) return value;
  *last = digit.empty() ? static_cast<char>('0' + (*last - '0' + 1) % 10) : digit.front();
  return value;
}

std::string with_first_digit(std::string value, std::string_view digit) {
  const auto first = std::find_if(value.begin(), value.end(), is_digit);
  if (first != value.end()) *first = digit.front();
  return value;
}

std::string unquoted(const std::string& value) { return value.substr(1, value.size() - 2); }

std::string lower(std::string value) {
  for (char& c : value) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  }
  return value;
}

std::string edited(const Edit& edit, const std::string& value) {
  switch (edit.kind) {
    case Edit::Kind::set:
      return std::string(edit.text);
    case Edit::Kind::append:
      return value + std::string(edit.text);
    case Edit::Kind::corrupt:
    case Edit::Kind::last_digit:
      return with_last_digit(value, edit.text);
    case Edit::Kind::first_digit:
      return with_first_digit(value, edit.text);
    case Edit::Kind::pad:
      return "\"  " + unquoted(value) + " \"";
    case Edit::Kind::lower:
      return lower(value);
    case Edit::Kind::decimal_comma: {
      std::string comma = '"' + value + '"';
      std::replace(comma.begin(), comma.end(), '.', ',');
      return comma;
    }
    case Edit::Kind::quote:
      return '"' + value + '"';
    case Edit::Kind::unquote:
      return unquoted(value);
    case Edit::Kind::increase:
      return std::to_string(std::stoll(value) + edit.days);
    default:
      return value;
  }
}

bool is_about_date(Edit::Kind kind) {
  return kind == Edit::Kind::brazilian_date || kind == Edit::Kind::from_anchor ||
         kind == Edit::Kind::from_file;
}

}  // namespace

void JsonWriter::apply_edits(const Level& member) {
  for (std::size_t i = 0; i < edits_.size(); ++i) {
    if (applied_[i] || edits_[i].member != member.name) continue;
    applied_[i] = true;
    apply(edits_[i], member);
  }
}

void JsonWriter::apply(const Edit& edit, const Level& member) {
  if (edit.kind == Edit::Kind::omit) {
    out_.truncate(member.start);
    levels_[depth_].empty = member.empty;
    return;
  }
  if (edit.kind == Edit::Kind::repeat) return write_twice(edit, member);
  if (is_about_date(edit.kind)) return apply_to_date(edit, member);
  apply_to_text(edit, member);
}

void JsonWriter::apply_to_text(const Edit& edit, const Level& member) {
  const std::string value(out_.view_from(member.value));
  out_.truncate(member.value);
  out_.put(edited(edit, value));
}

// "2025-01-27…": what follows the date stays. null becomes a date, unless its form is the matter.
void JsonWriter::apply_to_date(const Edit& edit, const Level& member) {
  const std::string value(out_.view_from(member.value));
  const bool dated = value.size() >= 12;
  if (!dated && edit.kind == Edit::Kind::brazilian_date) return;
  const std::string rest = dated ? value.substr(11) : "\"";
  out_.truncate(member.value);
  out_.put('"');
  if (edit.kind == Edit::Kind::brazilian_date) {
    put_brazilian_date(out_, parse_date(std::string_view(value).substr(1)));
    out_.put('"');
    return;
  }
  put_date(out_, (edit.kind == Edit::Kind::from_anchor ? anchor_ : file_day_) + edit.days);
  out_.put(rest);
}

void JsonWriter::write_twice(const Edit& edit, const Level& member) {
  const std::string name_and_value(out_.view_from(member.start));
  const std::size_t name_size = member.value - member.start;
  const std::string value = name_and_value.substr(name_size);
  out_.truncate(member.value);
  out_.put(edit.text);
  separate();
  out_.put('"');
  out_.put(member.name);
  out_.put("\":");
  out_.put(value);
}

}  // namespace gdo::synth
