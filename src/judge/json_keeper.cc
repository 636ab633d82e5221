#include "judge/json_keeper.h"

#include <algorithm>

#include "values/decimals.h"
#include "values/text.h"

namespace gdo::judge {
namespace {

// Where the string that begins at `at` (its opening quote) ends, past its closing quote.
std::size_t end_of_string(std::string_view json, std::size_t at) {
  for (++at; at < json.size(); ++at) {
    if (json[at] == '\\') {
      ++at;
    } else if (json[at] == '"') {
      return at + 1;
    }
  }
  return json.size();
}

bool begins_number(char c) { return c == '-' || (c >= '0' && c <= '9'); }

// Digits alone fit as long as they are fewer than numeric holds; an exponent must be worked out.
bool number_fits(std::string_view number) {
  constexpr std::size_t kSurelyFits = 300;
  if (number.size() <= kSurelyFits && number.find_first_of("eE") == std::string_view::npos) {
    return true;
  }
  std::string scratch;
  return values::parse_decimal(number, scratch).form != values::DecimalForm::invalid;
}

bool matches_kind(contract::JsonSpec::Kind wanted, values::TokenKind kind) {
  using Kind = contract::JsonSpec::Kind;
  return wanted == Kind::any || (wanted == Kind::array && kind == values::TokenKind::array) ||
         (wanted == Kind::object && kind == values::TokenKind::object);
}

}  // namespace

JsonFit fits_jsonb(std::string_view json) {
  JsonFit fit;
  std::string scratch;
  for (std::size_t at = 0; at < json.size();) {
    if (json[at] == '"') {
      const std::size_t end = end_of_string(json, at);
      if (values::unescape_json(json.substr(at + 1, end - at - 1), scratch).not_text)
        fit.strings = false;
      at = end;
    } else if (begins_number(json[at])) {
      const std::size_t end = std::min(json.find_first_not_of("+-.0123456789eE", at), json.size());
      if (!number_fits(json.substr(at, end - at))) fit.numbers = false;
      at = end;
    } else {
      ++at;
    }
  }
  return fit;
}

std::size_t count_elements(std::string_view json) {
  if (!json.starts_with('[')) return 0;
  std::size_t commas = 0;
  int depth = 0;
  bool any = false;
  for (std::size_t at = 0; at < json.size(); ++at) {
    const char c = json[at];
    if (c == '[' || c == '{') ++depth;
    if (c == ']' || c == '}') --depth;
    if (c == ',' && depth == 1) ++commas;
    if (at > 0 && depth > 0 && c != ' ' && c != '\t' && c != '\n' && c != '\r') any = true;
    if (c == '"') at = end_of_string(json, at) - 1;
  }
  return any ? commas + 1 : 0;
}

JsonKeeper::JsonKeeper(const contract::JsonSpec& spec) : spec_(spec) {
  if (!spec.pluck.empty()) plucked_ = shape_.slot_of({spec.pluck}, slots_);
  if (!spec.drop_member.empty()) dropped_ = shape_.slot_of({spec.drop_member}, slots_);
  found_.slots.resize(slots_);
}

bool JsonKeeper::is_dropped() const {
  if (spec_.drop_member.empty()) return false;
  const values::Token& token = found_.at(dropped_);
  if (token.kind == values::TokenKind::absent) return false;
  std::string_view text = token.text();
  if (token.kind == values::TokenKind::string) text = text.substr(1, text.size() - 2);
  return std::find(spec_.drop_values.begin(), spec_.drop_values.end(), text) !=
         spec_.drop_values.end();
}

// Writes the array as it is kept; false when it is no valid JSON.
bool JsonKeeper::write_elements(std::string_view array, ChangeCounts& changes) {
  written_.clear();
  written_ += '[';
  if (!walker_.open_array(array)) return false;
  bool dropped = false;
  for (;;) {
    values::Token element;
    const auto kind = walker_.next_element(shape_, element, found_);
    if (kind == RecordWalker::Element::end) break;
    if (kind == RecordWalker::Element::broken) return false;
    const bool object = kind == RecordWalker::Element::object;
    if (object && is_dropped()) {
      dropped = true;
      continue;
    }
    const bool plucks =
        object && !spec_.pluck.empty() && found_.at(plucked_).kind != values::TokenKind::absent;
    if (written_.size() > 1) written_ += ',';
    written_ += plucks ? found_.at(plucked_).text() : element.text();
  }
  written_ += ']';
  if (dropped) changes.count(Change::elements);
  return true;
}

void JsonKeeper::keep(const values::Token& token, Reading& reading, ChangeCounts& changes,
                      values::TextArena& arena) {
  if (!matches_kind(spec_.kind, token.kind)) {
    reading.fault = Reading::Fault::wrong_type;
    return;
  }
  const JsonFit fit = fits_jsonb(token.text());
  if (!fit.strings || !fit.numbers) {
    reading.fault = fit.strings ? Reading::Fault::wrong_type : Reading::Fault::not_text;
    return;
  }
  std::string_view kept = token.text();
  if (slots_ > 0) {
    if (!write_elements(token.text(), changes)) {
      reading.fault = Reading::Fault::wrong_type;
      return;
    }
    kept = arena.keep(written_);
  }
  reading.value.kind = values::ValueKind::json;
  reading.value.text = kept;
}

}  // namespace gdo::judge
