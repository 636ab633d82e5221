#include "decode/value_scanner.h"

namespace gdo::decode {
namespace {

constexpr std::uint64_t kDeepest = 1U << 26U;  // 8 MiB of bits
constexpr bool is_space(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
constexpr bool is_digit(char c) { return c >= '0' && c <= '9'; }
constexpr bool is_hex(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
constexpr bool is_wide(char c) { return static_cast<unsigned char>(c) >= 0x80; }

// Needs no attention inside a string.
constexpr bool is_plain(char c) { return !is_wide(c) && c >= 0x20 && c != '"' && c != '\\'; }

}  // namespace

std::string_view syntax_text(SyntaxReason reason) noexcept {
  switch (reason) {
    case SyntaxReason::value:
      return "esperava um valor";
    case SyntaxReason::name:
      return "esperava um nome de campo entre aspas";
    case SyntaxReason::colon:
      return "esperava dois-pontos depois do nome do campo";
    case SyntaxReason::comma_or_object_end:
      return "esperava vírgula ou o fim do objeto";
    case SyntaxReason::comma_or_array_end:
      return "esperava vírgula ou o fim da lista";
    case SyntaxReason::escape:
      return "sequência de escape inválida";
    case SyntaxReason::control_character:
      return "caractere de controle dentro de um texto";
    case SyntaxReason::number:
      return "número inválido";
    case SyntaxReason::literal:
      return "esperava true, false ou null";
    case SyntaxReason::nesting:
      return "aninhamento profundo demais";
    case SyntaxReason::end_of_document:
      return "o documento termina antes do fim";
  }
  return "";
}

void ValueScanner::restart() {
  state_ = State::value;
  depth_ = 0;
  scanned_ = 0;
  wide_left_ = 0;
  is_name_ = false;
  bad_text_ = false;
  lost_ = false;
  too_deep_ = false;
  has_newline_ = false;
}

ScanOutcome ValueScanner::scan(std::string_view bytes) {
  std::size_t at = 0;
  while (at < bytes.size() && state_ != State::done && state_ != State::broken) {
    const char c = bytes[at];
    if (state_ == State::string && wide_left_ == 0 && is_plain(c)) {
      const std::size_t from = at;
      while (at < bytes.size() && is_plain(bytes[at])) ++at;
      scanned_ += at - from;
      continue;
    }
    // A step that takes nothing leaves the byte to the next state.
    if (!step(c)) continue;
    has_newline_ = has_newline_ || c == '\n';
    ++at;
    ++scanned_;
  }
  if (state_ == State::broken) return ScanOutcome::broken;
  return state_ == State::done ? ScanOutcome::complete : ScanOutcome::more;
}

ScanOutcome ValueScanner::finish() {
  if (state_ == State::done) return ScanOutcome::complete;
  if (state_ == State::wide_outside) {  // it never became a character
    mark_bad(wide_start_);
    lose(wide_start_);
  }
  const bool number_ends = state_ == State::zero || state_ == State::digits ||
                           state_ == State::fraction || state_ == State::exponent_digits;
  if (depth_ == 0 && (number_ends || state_ == State::lost)) return ScanOutcome::complete;
  // A strict parser would not have come further than where this one was lost.
  if (lost_)
    scanned_ = lost_at_;
  else
    reason_ = SyntaxReason::end_of_document;
  state_ = State::broken;
  return ScanOutcome::broken;
}

bool ValueScanner::step(char c) {
  switch (state_) {
    case State::string:
    case State::escape:
    case State::hex:
      return string_byte(c);
    case State::minus:
    case State::zero:
    case State::digits:
    case State::point:
    case State::fraction:
    case State::exponent:
    case State::exponent_sign:
    case State::exponent_digits:
      return number(c);
    case State::literal:
      if (c != literal_.front()) return unexpected(c, SyntaxReason::literal);
      literal_.remove_prefix(1);
      return literal_.empty() ? end_value() : true;
    case State::wide_outside:
      return continue_wide(static_cast<unsigned char>(c));
    case State::lost:
    case State::lost_string:
    case State::lost_escape:
      return lost_byte(c);
    default:
      return structure(c);
  }
}

bool ValueScanner::structure(char c) {
  if (is_space(c)) return true;
  switch (state_) {
    case State::first_name:
      if (c == '}') return close(c);
      [[fallthrough]];
    case State::name:
      if (c != '"') return unexpected(c, SyntaxReason::name);
      is_name_ = true;
      state_ = State::string;
      return true;
    case State::colon:
      if (c != ':') return unexpected(c, SyntaxReason::colon);
      state_ = State::value;
      return true;
    case State::first_element:
      if (c == ']') return close(c);
      return start_value(c);
    case State::after_member:
      if (c == '}') return close(c);
      if (c != ',') return unexpected(c, SyntaxReason::comma_or_object_end);
      state_ = State::name;
      return true;
    case State::after_element:
      if (c == ']') return close(c);
      if (c != ',') return unexpected(c, SyntaxReason::comma_or_array_end);
      state_ = State::value;
      return true;
    default:
      return start_value(c);
  }
}

bool ValueScanner::start_value(char c) {
  switch (c) {
    case '{':
    case '[':
      return open(c);
    case '"':
      is_name_ = false;
      state_ = State::string;
      return true;
    case '-':
      state_ = State::minus;
      return true;
    case '0':
      state_ = State::zero;
      return true;
    case 't':
      literal_ = "rue";
      break;
    case 'f':
      literal_ = "alse";
      break;
    case 'n':
      literal_ = "ull";
      break;
    default:
      if (!is_digit(c)) return unexpected(c, SyntaxReason::value);
      state_ = State::digits;
      return true;
  }
  state_ = State::literal;
  return true;
}

bool ValueScanner::number(char c) {
  const bool exponent_begins = c == 'e' || c == 'E';
  switch (state_) {
    case State::minus:
      if (!is_digit(c)) return unexpected(c, SyntaxReason::number);
      state_ = c == '0' ? State::zero : State::digits;
      return true;
    case State::digits:
      if (is_digit(c)) return true;
      [[fallthrough]];
    case State::zero:
      if (c == '.')
        state_ = State::point;
      else if (exponent_begins)
        state_ = State::exponent;
      else
        return end_value(), false;
      return true;
    case State::point:
    case State::fraction:
      if (is_digit(c))
        state_ = State::fraction;
      else if (state_ == State::point)
        return unexpected(c, SyntaxReason::number);
      else if (exponent_begins)
        state_ = State::exponent;
      else
        return end_value(), false;
      return true;
    case State::exponent:
      if (c == '+' || c == '-') {
        state_ = State::exponent_sign;
        return true;
      }
      [[fallthrough]];
    default:
      if (is_digit(c))
        state_ = State::exponent_digits;
      else if (state_ != State::exponent_digits)
        return unexpected(c, SyntaxReason::number);
      else
        return end_value(), false;
      return true;
  }
}

bool ValueScanner::string_byte(char c) {
  if (state_ == State::escape) {
    constexpr std::string_view kEscapes = "\"\\/bfnrtu";
    if (kEscapes.find(c) == std::string_view::npos) return unexpected(c, SyntaxReason::escape);
    hex_left_ = 4;
    state_ = c == 'u' ? State::hex : State::string;
    return true;
  }
  if (state_ == State::hex) {
    if (!is_hex(c)) return unexpected(c, SyntaxReason::escape);
    if (--hex_left_ == 0) state_ = State::string;
    return true;
  }
  if (wide_left_ > 0) return continue_wide(static_cast<unsigned char>(c));
  if (is_wide(c)) {
    if (!begin_wide(static_cast<unsigned char>(c))) mark_bad(scanned_);
    return true;
  }
  if (c == '"') {
    if (!is_name_) return end_value();
    state_ = State::colon;
    return true;
  }
  if (c == '\\') {
    state_ = State::escape;
    return true;
  }
  if (c == '\0') {
    mark_bad(scanned_);
    return true;
  }
  if (c < 0x20) return unexpected(c, SyntaxReason::control_character);
  return true;
}

// Something that cannot be here. Whether that is wrong syntax, or bytes that are no text.
bool ValueScanner::unexpected(char c, SyntaxReason reason) {
  reason_ = reason;
  lost_in_string_ = state_ == State::escape || state_ == State::hex;
  if (c == '\0' || (is_wide(c) && !begin_wide(static_cast<unsigned char>(c)))) {
    mark_bad(scanned_);
    lose(scanned_);
    return true;
  }
  if (is_wide(c)) {
    state_ = State::wide_outside;
    return true;
  }
  state_ = State::broken;
  return false;
}

void ValueScanner::lose(std::uint64_t offset) {
  lost_ = true;
  lost_at_ = offset;
  state_ = lost_in_string_ ? State::lost_string : State::lost;
}

bool ValueScanner::lost_byte(char c) {
  if (state_ == State::lost_escape) {
    state_ = State::lost_string;
    return true;
  }
  if (state_ == State::lost_string) {
    if (c == '\\') state_ = State::lost_escape;
    if (c == '"') state_ = State::lost;
    return true;
  }
  const bool ends_scalar = c == ',' || c == ']' || c == '}' || is_space(c);
  if (depth_ == 0 && ends_scalar) {
    state_ = State::done;
    return false;
  }
  if (c == '"') state_ = State::lost_string;
  if (c == '{' || c == '[') {
    if (open(c)) state_ = State::lost;
    return state_ != State::broken;
  }
  if (c != '}' && c != ']') return true;
  const bool closed = close(c);
  if (closed && state_ != State::done) state_ = State::lost;
  return closed;
}

bool ValueScanner::end_value() {
  if (depth_ == 0) {
    state_ = State::done;
  } else {
    state_ = inside_object() ? State::after_member : State::after_element;
  }
  return true;
}

bool ValueScanner::inside_object() const {
  const std::uint64_t level = depth_ - 1;
  return (objects_[level / 64] >> (level % 64) & 1U) != 0;
}

bool ValueScanner::open(char c) {
  if (depth_ == kDeepest) {
    reason_ = SyntaxReason::nesting;
    state_ = State::broken;
    return false;
  }
  if (depth_ / 64 == objects_.size()) objects_.push_back(0);
  const std::uint64_t bit = std::uint64_t{1} << (depth_ % 64);
  if (c == '{')
    objects_[depth_ / 64] |= bit;
  else
    objects_[depth_ / 64] &= ~bit;
  ++depth_;
  too_deep_ = too_deep_ || depth_ > static_cast<std::uint64_t>(depth_limit_);
  state_ = c == '{' ? State::first_name : State::first_element;
  return true;
}

// In order, a closing bracket always fits; lost, it may not.
bool ValueScanner::close(char c) {
  if (inside_object() != (c == '}')) {
    reason_ =
        inside_object() ? SyntaxReason::comma_or_object_end : SyntaxReason::comma_or_array_end;
    state_ = State::broken;
    return false;
  }
  --depth_;
  return end_value();
}

// RFC 3629, section 4. False when no character begins with this byte.
bool ValueScanner::begin_wide(unsigned char c) {
  wide_start_ = scanned_;
  wide_low_ = c == 0xe0 ? 0xa0 : c == 0xf0 ? 0x90 : 0x80;
  wide_high_ = c == 0xed ? 0x9f : c == 0xf4 ? 0x8f : 0xbf;
  if (c < 0xc2 || c > 0xf4) return false;
  wide_left_ = c < 0xe0 ? 1 : c < 0xf0 ? 2 : 3;
  return true;
}

bool ValueScanner::continue_wide(unsigned char c) {
  const bool fits = c >= wide_low_ && c <= wide_high_;
  wide_low_ = 0x80;
  wide_high_ = 0xbf;
  wide_left_ = fits ? wide_left_ - 1 : 0;
  const bool outside = state_ == State::wide_outside;
  if (!fits) {
    mark_bad(wide_start_);
    if (outside) lose(wide_start_);
    return false;
  }
  if (!outside || wide_left_ > 0) return true;
  // A character, and none may be here.
  scanned_ = wide_start_;
  state_ = State::broken;
  return false;
}

void ValueScanner::mark_bad(std::uint64_t offset) {
  if (!bad_text_) bad_byte_ = offset;
  bad_text_ = true;
}

}  // namespace gdo::decode
