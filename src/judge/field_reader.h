#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "contract/field.h"
#include "contract/pattern.h"
#include "judge/text_steps.h"
#include "values/text_arena.h"
#include "values/time_zone.h"
#include "values/value.h"

namespace gdo::judge {

class JsonKeeper;

// What became of one JSON value.
struct Reading {
  enum class Fault : std::uint8_t {
    none,
    wrong_type,
    too_large,      // a number, of the right kind, that the column cannot hold
    not_text,       // \u0000, a lone surrogate or a control character
    outside_codes,  // in none of the contract's codes
    masked,         // a mask: one digit again and again
    too_long,       // more characters than any number or date has
  };
  values::Value value;
  values::Value original;  // the tidy text, for a column that keeps it
  Fault fault = Fault::none;
};

// Turns the JSON values of one field into values of its column's type: the cleaning steps, then the
// type. Keeps its buffers: not for two threads at once.
class FieldReader {
 public:
  FieldReader(const contract::Field& field, const values::TimeZone& zone);
  ~FieldReader();
  FieldReader(FieldReader&&) noexcept;

  // The value's text lives in the record, in the field's contract, or in `arena`.
  [[nodiscard]] Reading read(const values::Token& token, values::TextArena& arena);

  // The value as its column holds it: checks see all digits that came, the column its scale.
  [[nodiscard]] values::Value stored(const values::Value& value, values::TextArena& arena);

  // The contract's default value, which is valid for the type; null when there is none.
  [[nodiscard]] values::Value default_value(values::TextArena& arena);

  ChangeCounts& changes() { return changes_; }

 private:
  void read_text(std::string_view text, Reading& reading, values::TextArena& arena);
  void read_string(const values::Token& token, Reading& reading, values::TextArena& arena);
  void read_number(std::string_view json, Reading& reading, values::TextArena& arena);
  void read_number_as_text(std::string_view json, Reading& reading, values::TextArena& arena);
  void read_typed(std::string_view text, Reading& reading, values::TextArena& arena);
  void read_as_type(std::string_view text, Reading& reading, values::TextArena& arena);
  void read_coded(std::string_view text, Reading& reading, values::TextArena& arena);
  void read_integer(std::string_view text, Reading& reading);
  void read_numeric(std::string_view text, Reading& reading, values::TextArena& arena);
  void read_date(std::string_view text, Reading& reading);
  void read_timestamp(std::string_view text, Reading& reading);
  void read_string_value(std::string_view text, Reading& reading, values::TextArena& arena);
  std::string_view padded(std::string_view digits, values::TextArena& arena);
  [[nodiscard]] values::Value with_zeros(const values::Value& value,
                                         values::TextArena& arena) const;
  bool is_null_number(std::string_view canonical);
  std::string_view lasting(std::string_view text, std::string_view source,
                           values::TextArena& arena) const;

  const contract::Field& field_;
  const values::TimeZone& zone_;
  TextSteps steps_;
  ChangeCounts changes_;
  std::unique_ptr<JsonKeeper> json_;
  std::optional<contract::Pattern> pad_when_;
  std::string unescaped_;
  std::string digits_;
  std::string rounded_;
};

}  // namespace gdo::judge
