#include "judge/object_shape.h"

#include <simdjson.h>

#include <algorithm>
#include <cstring>

#include "values/text.h"

namespace gdo::judge {

std::size_t ObjectShape::slot_of(const std::vector<std::string>& path, std::size_t& slots) {
  ObjectShape* shape = this;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    Member& outer = shape->member(path[i], slots);
    if (outer.inside == nullptr) {
      outer.inside = std::make_unique<ObjectShape>(shape->prefix_ + path[i] + ".");
    }
    shape = outer.inside.get();
  }
  return shape->member(path.back(), slots).slot;
}

ObjectShape::Member& ObjectShape::member(std::string_view name, std::size_t& slots) {
  const auto [place, is_new] = places_.try_emplace(std::string(name), members_.size());
  if (is_new) members_.push_back({std::string(name), slots++, nullptr});
  return members_[place->second];
}

const ObjectShape::Member* ObjectShape::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &members_[found->second];
}

namespace {

namespace ondemand = simdjson::ondemand;

std::string_view without_trailing_space(std::string_view text) {
  while (!text.empty()) {
    const char c = text.back();
    if (c != ' ' && c != '\t' && c != '\n' && c != '\r') break;
    text.remove_suffix(1);
  }
  return text;
}

values::TokenKind kind_of(std::string_view token) {
  switch (token.empty() ? '\0' : token.front()) {
    case '"':
      return token.size() > 1 && token.back() == '"' ? values::TokenKind::string
                                                     : values::TokenKind::absent;
    case '{':
      return values::TokenKind::object;
    case '[':
      return values::TokenKind::array;
    case 'n':
      return token == "null" ? values::TokenKind::null : values::TokenKind::absent;
    case 't':
      return token == "true" ? values::TokenKind::boolean : values::TokenKind::absent;
    case 'f':
      return token == "false" ? values::TokenKind::boolean : values::TokenKind::absent;
    default:
      break;
  }
  const bool number = !token.empty() && (token[0] == '-' || (token[0] >= '0' && token[0] <= '9'));
  return number ? values::TokenKind::number : values::TokenKind::absent;
}

values::Token token_of(std::string_view text) {
  return {text.data(), static_cast<std::uint32_t>(text.size()), kind_of(text)};
}

// Where the member name that begins here ends: at its quote, which is not escaped.
const char* end_of_name(const char* name) {
  while (*name != '"') name += *name == '\\' ? 2 : 1;
  return name;
}

// Clears what an earlier member of the same name filled.
void forget(const ObjectShape& shape, Members& found) {
  for (const auto& member : shape.members()) {
    found.slots[member.slot] = {};
    if (member.inside != nullptr) forget(*member.inside, found);
  }
}

}  // namespace

struct RecordWalker::State {
  ondemand::parser parser;
  ondemand::document document;
  ondemand::array array;
  ondemand::array_iterator next;
  ondemand::array_iterator end;
  bool started = false;
  std::string name;

  bool begin(std::string_view json);
  bool walk(ondemand::object object, const ObjectShape& shape, Members& found);
  bool take_member(std::string_view name, ondemand::value value, const ObjectShape& shape,
                   const ObjectShape::Member* member, Members& found);
  const ObjectShape::Member* find(const char* name, const ObjectShape& shape, std::size_t guess,
                                  std::string_view& raw);
};

bool RecordWalker::State::begin(std::string_view json) {
  return parser
             .iterate(simdjson::padded_string_view(json.data(), json.size(),
                                                   json.size() + simdjson::SIMDJSON_PADDING))
             .get(document) == simdjson::SUCCESS;
}

// Records are written by programs: the member after this one is mostly the same as last time, so it
// is compared before it is searched.
const ObjectShape::Member* RecordWalker::State::find(const char* start, const ObjectShape& shape,
                                                     std::size_t guess, std::string_view& raw) {
  if (guess < shape.members().size()) {
    const auto& member = shape.members()[guess];
    const std::size_t size = member.name.size();
    // strncmp reads no further than the quote, which differs.
    if (std::strncmp(start, member.name.data(), size) == 0 && start[size] == '"') {
      raw = {start, size};
      return &member;
    }
  }
  raw = {start, static_cast<std::size_t>(end_of_name(start) - start)};
  return shape.find(values::unescape_json(raw, name).text);
}

// Keeps one member's value; false when it is no valid JSON.
bool RecordWalker::State::take_member(std::string_view raw, ondemand::value value,
                                      const ObjectShape& shape, const ObjectShape::Member* member,
                                      Members& found) {
  values::Token token = token_of(without_trailing_space(value.raw_json_token()));
  if (member != nullptr && found.slots[member->slot].kind != values::TokenKind::absent) {
    found.repeated.push_back(member);
    if (member->inside != nullptr) forget(*member->inside, found);
  }
  if (token.kind == values::TokenKind::absent) return false;
  if (token.kind == values::TokenKind::object) {
    ondemand::object object;
    if (value.get_object().get(object) != simdjson::SUCCESS) return false;
    if (member != nullptr && member->inside != nullptr) {
      found.slots[member->slot] = token;
      return walk(object, *member->inside, found);
    }
    std::string_view text;
    if (object.raw_json().get(text) != simdjson::SUCCESS) return false;
    token.size = static_cast<std::uint32_t>(without_trailing_space(text).size());
  } else if (token.kind == values::TokenKind::array) {
    ondemand::array values;
    std::string_view text;
    if (value.get_array().get(values) != simdjson::SUCCESS) return false;
    if (values.raw_json().get(text) != simdjson::SUCCESS) return false;
    token.size = static_cast<std::uint32_t>(without_trailing_space(text).size());
  }
  if (member == nullptr) {
    found.unknown.push_back({&shape, raw, token});
  } else {
    found.slots[member->slot] = token;
    // Its members were expected: what came instead is kept like an unknown one.
    const bool scalar = member->inside != nullptr && token.kind != values::TokenKind::null;
    if (scalar) found.unknown.push_back({&shape, raw, token});
  }
  return true;
}

bool RecordWalker::State::walk(ondemand::object object, const ObjectShape& shape, Members& found) {
  std::size_t guess = 0;
  for (auto each : object) {
    ondemand::field field;
    if (std::move(each).get(field) != simdjson::SUCCESS) return false;
    std::string_view raw;
    const ObjectShape::Member* member = find(field.key().raw(), shape, guess, raw);
    if (member != nullptr) {
      guess = static_cast<std::size_t>(member - shape.members().data()) + 1;
    }
    if (!take_member(raw, field.value(), shape, member, found)) return false;
  }
  return true;
}

RecordWalker::RecordWalker() : state_(std::make_unique<State>()) {}
RecordWalker::~RecordWalker() = default;

namespace {

void reset(Members& found) {
  std::fill(found.slots.begin(), found.slots.end(), values::Token{});
  found.unknown.clear();
  found.repeated.clear();
}

}  // namespace

RecordWalker::Outcome RecordWalker::read_object(std::string_view json, const ObjectShape& shape,
                                                Members& found) {
  reset(found);
  if (!state_->begin(json)) return Outcome::broken;
  ondemand::json_type type{};
  if (state_->document.type().get(type) != simdjson::SUCCESS) return Outcome::broken;
  if (type != ondemand::json_type::object) return Outcome::not_object;
  ondemand::object object;
  if (state_->document.get_object().get(object) != simdjson::SUCCESS) return Outcome::broken;
  return state_->walk(object, shape, found) ? Outcome::ok : Outcome::broken;
}

bool RecordWalker::open_array(std::string_view json) {
  State& state = *state_;
  state.started = false;
  return state.begin(json) && state.document.get_array().get(state.array) == simdjson::SUCCESS &&
         state.array.begin().get(state.next) == simdjson::SUCCESS &&
         state.array.end().get(state.end) == simdjson::SUCCESS;
}

RecordWalker::Element RecordWalker::next_element(const ObjectShape& shape, values::Token& element,
                                                 Members& found) {
  State& state = *state_;
  reset(found);
  if (state.started) ++state.next;
  state.started = true;
  if (!(state.next != state.end)) return Element::end;
  ondemand::value value;
  if ((*state.next).get(value) != simdjson::SUCCESS) return Element::broken;
  element = token_of(without_trailing_space(value.raw_json_token()));
  if (element.kind == values::TokenKind::absent) return Element::broken;
  if (element.kind == values::TokenKind::array) {
    ondemand::array values;
    std::string_view text;
    if (value.get_array().get(values) != simdjson::SUCCESS ||
        values.raw_json().get(text) != simdjson::SUCCESS) {
      return Element::broken;
    }
    element.size = static_cast<std::uint32_t>(without_trailing_space(text).size());
  }
  if (element.kind != values::TokenKind::object) return Element::other;
  ondemand::object object;
  if (value.get_object().get(object) != simdjson::SUCCESS || !state.walk(object, shape, found)) {
    return Element::broken;
  }
  const char* after = nullptr;
  if (state.document.current_location().get(after) != simdjson::SUCCESS) return Element::broken;
  const std::string_view text(element.begin, static_cast<std::size_t>(after - element.begin));
  element.size = static_cast<std::uint32_t>(without_trailing_space(text).size());
  return Element::object;
}

}  // namespace gdo::judge
