#include "judge/constant.h"

#include "values/codes.h"
#include "values/dates.h"
#include "values/decimals.h"

namespace gdo::clean {

Constant::Constant(std::string_view text, contract::ValueType type) {
  using contract::ValueType;
  std::string scratch;
  const bool number =
      type == ValueType::integer || type == ValueType::bigint || type == ValueType::numeric;
  text_ = std::make_unique<const std::string>(number ? parse_decimal(text, scratch).text : text);
  if (number) {
    value_ = numeric_value(*text_);
  } else if (type == ValueType::date || type == ValueType::timestamp) {
    value_.kind = ValueKind::date;
    value_.number = parse_date(text).days;
  } else if (type == ValueType::boolean) {
    value_.kind = ValueKind::boolean;
    value_.number = parse_boolean(text).value_or(false) ? 1 : 0;
  } else {
    value_.kind = ValueKind::text;
    value_.text = *text_;
  }
}

}  // namespace gdo::clean
