#include "judge/constant.h"

#include "values/codes.h"
#include "values/dates.h"
#include "values/decimals.h"

namespace gdo::judge {

Constant::Constant(std::string_view text, contract::ValueType type) {
  using contract::ValueType;
  std::string scratch;
  const bool number =
      type == ValueType::integer || type == ValueType::bigint || type == ValueType::numeric;
  text_ = std::make_unique<const std::string>(number ? values::parse_decimal(text, scratch).text
                                                     : text);
  if (number) {
    value_ = values::numeric_value(*text_);
  } else if (type == ValueType::date || type == ValueType::timestamp) {
    value_.kind = values::ValueKind::date;
    value_.number = values::parse_date(text).days;
  } else if (type == ValueType::boolean) {
    value_.kind = values::ValueKind::boolean;
    value_.number = values::parse_boolean(text).value_or(false) ? 1 : 0;
  } else {
    value_.kind = values::ValueKind::text;
    value_.text = *text_;
  }
}

}  // namespace gdo::judge
