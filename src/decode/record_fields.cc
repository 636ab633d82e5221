#include "decode/record_fields.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/encodings.h"
#include "decode/token_cursor.h"

namespace gdo::decode {
namespace {

// Recognises the names of an object's members, and tells whether one came twice. Records of one
// file mostly have the same names in the same order, so it remembers which name followed which.
class MemberNames {
 public:
  explicit MemberNames(const std::vector<std::string>& wanted);

  // record: whose names come now, in memory until the next record begins.
  void begin_record(std::string_view record);
  // The next name, as it stands in the record, without escapes. Its index in `wanted`, if any.
  std::optional<std::size_t> find(std::string_view name);
  // The next name, unescaped; it stands in the record, with its quotes, at `position`.
  std::optional<std::size_t> find_escaped(std::string_view name, std::size_t position);
  // Whether a name of this record came twice.
  bool repeated();

 private:
  struct Name {
    std::string text;
    std::optional<std::size_t> wanted;
    std::uint32_t next = 0;         // the one that last came behind this one
    std::uint64_t last_record = 0;  // in which it came
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // A name beyond those that are remembered, by its place in the record.
  struct Stray {
    std::uint32_t hash;
    std::uint32_t position;
  };

  std::optional<std::size_t> look_up(std::string_view name, std::size_t position);
  std::optional<std::size_t> came(std::uint32_t name);
  std::uint32_t remember(std::string_view name);
  std::string stray_name(const Stray& stray) const;
  bool strays_repeat();

  std::vector<Name> names_;  // the first stands for the beginning of a record
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_text_;
  std::vector<Stray> strays_;
  std::string_view record_;
  std::uint64_t record_number_ = 0;
  std::uint32_t previous_ = 0;
  bool repeated_ = false;
};

// Far more names than any of our payloads has; an object with more is somebody's map.
constexpr std::size_t kRemembered = 512;

MemberNames::MemberNames(const std::vector<std::string>& wanted) : names_(1) {
  for (std::size_t i = 0; i < wanted.size(); ++i) names_[remember(wanted[i])].wanted = i;
}

void MemberNames::begin_record(std::string_view record) {
  record_ = record;
  ++record_number_;
  previous_ = 0;
  repeated_ = false;
  strays_.clear();
}

std::optional<std::size_t> MemberNames::find(std::string_view name) {
  const std::uint32_t expected = names_[previous_].next;
  const std::string_view text = names_[expected].text;
  if (expected != 0 && name.size() == text.size() &&
      std::memcmp(name.data(), text.data(), name.size()) == 0) {
    return came(expected);
  }
  return look_up(name, static_cast<std::size_t>(name.data() - record_.data()) - 1);
}

std::optional<std::size_t> MemberNames::find_escaped(std::string_view name, std::size_t position) {
  return look_up(name, position);
}

bool MemberNames::repeated() {
  repeated_ = repeated_ || strays_repeat();
  return repeated_;
}

std::optional<std::size_t> MemberNames::look_up(std::string_view name, std::size_t position) {
  const auto known = by_text_.find(name);
  if (known == by_text_.end() && names_.size() > kRemembered) {
    strays_.push_back({.hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(name)),
                       .position = static_cast<std::uint32_t>(position)});
    return std::nullopt;
  }
  const std::uint32_t found = known != by_text_.end() ? known->second : remember(name);
  names_[previous_].next = found;
  return came(found);
}

std::optional<std::size_t> MemberNames::came(std::uint32_t name) {
  Name& found = names_[name];
  repeated_ = repeated_ || found.last_record == record_number_;
  found.last_record = record_number_;
  previous_ = name;
  return found.wanted;
}

std::uint32_t MemberNames::remember(std::string_view name) {
  const auto index = static_cast<std::uint32_t>(names_.size());
  const auto [entry, is_new] = by_text_.try_emplace(std::string(name), index);
  if (is_new) names_.emplace_back().text = name;
  return entry->second;
}

std::string MemberNames::stray_name(const Stray& stray) const {
  const std::string_view text = record_.substr(stray.position + 1);
  std::size_t end = 0;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
  std::string name;
  append_unescaped(text.substr(0, end), name);
  return name;
}

bool MemberNames::strays_repeat() {
  if (strays_.size() < 2) return false;
  std::sort(strays_.begin(), strays_.end(), [this](const Stray& a, const Stray& b) {
    return a.hash != b.hash ? a.hash < b.hash : stray_name(a) < stray_name(b);
  });
  return std::adjacent_find(strays_.begin(), strays_.end(), [this](const Stray& a, const Stray& b) {
           return a.hash == b.hash && stray_name(a) == stray_name(b);
         }) != strays_.end();
}

}  // namespace

struct RecordFields::State {
  explicit State(const std::vector<std::string>& picked) : values(picked.size()), names(picked) {}

  bool read(std::string_view record);
  char read_name(std::string_view record);
  char read_value(FieldValue* value);
  char skip_container();
  std::string_view unescape(std::string_view escaped, bool& is_text);

  std::vector<FieldValue> values;
  MemberNames names;
  ViewTokens tokens;
  std::optional<std::size_t> wanted;  // which value the last name asks for
  std::size_t record_size = 0;
  std::string unescaped;  // the strings of this record that had escapes, one after the other
  std::string unescaped_name;
};

namespace {

// What the container, or the scalar, that begins with this byte is.
FieldValue::Kind kind_of(char c) {
  switch (c) {
    case '"':
      return FieldValue::Kind::string;
    case '{':
      return FieldValue::Kind::object;
    case '[':
      return FieldValue::Kind::array;
    case 't':
    case 'f':
      return FieldValue::Kind::boolean;
    case 'n':
      return FieldValue::Kind::null;
    default:
      return FieldValue::Kind::number;
  }
}

// From `begin` up to `behind`, without the white space before `behind`.
std::string_view text_between(const char* begin, const char* behind) {
  while (behind > begin && static_cast<unsigned char>(behind[-1]) <= ' ') --behind;
  return {begin, static_cast<std::size_t>(behind - begin)};
}

// What stands between the quotes.
std::string_view unquoted(std::string_view text) {
  return text.size() < 2 ? std::string_view() : text.substr(1, text.size() - 2);
}

}  // namespace

bool RecordFields::State::read(std::string_view record) {
  for (FieldValue& value : values) value = {};
  unescaped.clear();
  record_size = record.size();
  names.begin_record(record);
  tokens.restart(record);
  if (tokens.next() != '{') return false;
  char c = tokens.next();
  while (c == '"') {
    c = read_name(record);
    if (c != ':') break;
    c = read_value(wanted ? &values[*wanted] : nullptr);
    if (c == ',') c = tokens.next();
  }
  return true;
}

// The name at the last token. Returns what follows it.
char RecordFields::State::read_name(std::string_view record) {
  const char* const begin = tokens.token();
  char c = tokens.next();
  const bool escaped = c == '\\';
  while (c == '\\') c = tokens.next();
  if (c != ':') return '\0';
  const std::string_view name = unquoted(text_between(begin, tokens.token()));
  if (!escaped) {
    wanted = names.find(name);
    return c;
  }
  unescaped_name.clear();
  append_unescaped(name, unescaped_name);
  wanted = names.find_escaped(unescaped_name, static_cast<std::size_t>(begin - record.data()));
  return c;
}

// The value behind the last token; into `value`, if it is wanted. Returns what follows it.
char RecordFields::State::read_value(FieldValue* value) {
  const char first = tokens.next();
  const char* const begin = tokens.token();
  char c = first == '{' || first == '[' ? skip_container() : tokens.next();
  const bool escaped = c == '\\';
  while (c == '\\') c = tokens.next();
  if (value == nullptr || c == '\0') return c;
  *value = {.kind = kind_of(first), .text = text_between(begin, tokens.token())};
  if (first != '"') return c;
  value->text = unquoted(value->text);
  if (escaped) {
    bool is_text = true;
    value->text = unescape(value->text, is_text);
    value->not_text = !is_text;
  }
  return c;
}

// Passes over a container whose opening bracket is the last token. Returns what follows it.
char RecordFields::State::skip_container() {
  for (std::size_t depth = 1; depth > 0;) {
    const char c = tokens.next();
    if (c == '{' || c == '[') ++depth;
    if (c == '}' || c == ']') --depth;
    if (c == '\0') return c;
  }
  return tokens.next();
}

std::string_view RecordFields::State::unescape(std::string_view escaped, bool& is_text) {
  // Nothing becomes longer by being unescaped: what was handed out does not move.
  unescaped.reserve(record_size);
  const std::size_t begin = unescaped.size();
  is_text = append_unescaped(escaped, unescaped);
  return std::string_view(unescaped).substr(begin);
}

RecordFields::RecordFields(const std::vector<std::string>& names)
    : state_(std::make_unique<State>(names)) {}

RecordFields::~RecordFields() = default;

bool RecordFields::read(std::string_view record) { return state_->read(record); }

const std::vector<FieldValue>& RecordFields::values() const { return state_->values; }

bool RecordFields::repeated_member() const { return state_->names.repeated(); }

}  // namespace gdo::decode
