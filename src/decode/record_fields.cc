#include "decode/record_fields.h"

#include <optional>

#include "base/json_string.h"
#include "decode/member_names.h"
#include "decode/token_cursor.h"

namespace gdo::decode {

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
