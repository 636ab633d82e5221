#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace gdo::decode {

// What a strict parser wanted to see where a text is broken.
enum class SyntaxReason {
  value,
  name,
  colon,
  comma_or_object_end,
  comma_or_array_end,
  escape,
  control_character,
  number,
  literal,
  nesting,  // deeper than anybody's memory should follow
  end_of_document,
};
// In Portuguese, to be put behind a colon.
std::string_view syntax_text(SyntaxReason reason) noexcept;

enum class ScanOutcome { more, complete, broken };

// Follows one JSON value byte by byte as RFC 8259 has it, in pieces of any size, and finds the
// first byte that cannot be there. It is slow, and the definition of what DocumentReader accepts:
// the fast ways may refuse what it accepts, never the reverse.
//
// Invalid UTF-8 and 0x00 do not break the scan: they spoil this value and not the document around
// it. Inside a string they are taken as text. Elsewhere nobody knows what they stood for; from
// there on only quotes and brackets are followed, to find where the value ends.
class ValueScanner {
 public:
  // depth_limit: the deepest nesting that is not too_deep(); a container at the root is 1.
  explicit ValueScanner(int depth_limit) : depth_limit_(depth_limit) {}

  // Begins a new value, at its first byte.
  void restart();
  // Goes on with the bytes that follow. Takes no more than belong to the value.
  ScanOutcome scan(std::string_view bytes);
  // No bytes follow: complete only if the value is (a number may be), else broken.
  ScanOutcome finish();

  // A character above 0x7f that may not be there is found out at its end: so far scanned() may step
  // back.
  static constexpr std::uint64_t kStepBack = 4;

  // Bytes taken since restart(): complete, the value's length; broken, the offset of the byte that
  // cannot be there.
  std::uint64_t scanned() const { return scanned_; }
  SyntaxReason reason() const { return reason_; }
  // There was invalid UTF-8 or 0x00, the first of it at bad_byte(), relative to the value.
  bool bad_text() const { return bad_text_; }
  std::uint64_t bad_byte() const { return bad_byte_; }
  // It was not inside a string, so that the rest was followed only roughly.
  bool lost() const { return lost_; }
  bool too_deep() const { return too_deep_; }
  // A newline inside the value, which is white space there if the value is valid.
  bool has_newline() const { return has_newline_; }

 private:
  enum class State {
    value,
    first_name,
    name,
    colon,
    first_element,
    after_member,
    after_element,
    string,
    escape,
    hex,
    minus,
    zero,
    digits,
    point,
    fraction,
    exponent,
    exponent_sign,
    exponent_digits,
    literal,
    wide_outside,  // a character above 0x7f where none may be
    lost,
    lost_string,
    lost_escape,
    done,
    broken,
  };

  std::size_t run(std::string_view bytes);
  bool step(char c);
  bool structure(char c);
  bool number(char c);
  bool string_byte(char c);
  bool lost_byte(char c);
  bool start_value(char c);
  bool unexpected(char c, SyntaxReason reason);
  bool end_value();
  bool open(char c);
  bool close(char c);
  bool inside_object() const;
  bool begin_wide(unsigned char c);
  bool continue_wide(unsigned char c);
  void mark_bad(std::uint64_t offset);
  void lose(std::uint64_t offset);

  int depth_limit_;
  State state_ = State::value;
  std::vector<std::uint64_t> objects_;  // a bit a level: the container is an object
  std::uint64_t depth_ = 0;
  std::uint64_t scanned_ = 0;
  SyntaxReason reason_ = SyntaxReason::value;
  std::string_view literal_;  // what must still follow
  int hex_left_ = 0;
  bool is_name_ = false;
  // The bytes that a character above 0x7f still lacks, and what the next one may be.
  int wide_left_ = 0;
  unsigned char wide_low_ = 0;
  unsigned char wide_high_ = 0;
  std::uint64_t wide_start_ = 0;
  bool lost_ = false;
  std::uint64_t lost_at_ = 0;
  bool lost_in_string_ = false;
  bool bad_text_ = false;
  std::uint64_t bad_byte_ = 0;
  bool too_deep_ = false;
  bool has_newline_ = false;
};

}  // namespace gdo::decode
