#include "trusted/value_row.h"

#include <string>

namespace gdo::trusted {

void append_value(pg::BinaryRows& rows, const values::Value& value,
                  const contract::DataType& type) {
  if (value.is_null()) return rows.null();
  switch (type.kind) {
    case contract::ValueType::text: {
      std::string scratch;
      return rows.text(values::text_of(value, scratch));
    }
    case contract::ValueType::integer:
      return rows.int4(static_cast<std::int32_t>(value.number));
    case contract::ValueType::bigint:
      return rows.int8(value.number);
    case contract::ValueType::numeric: {
      std::string scratch;
      return rows.numeric(values::text_of(value, scratch));
    }
    case contract::ValueType::date:
      return rows.date(static_cast<std::int32_t>(value.number));
    case contract::ValueType::timestamp:
      return rows.timestamptz(value.number);
    case contract::ValueType::boolean:
      return rows.boolean(value.number != 0);
    case contract::ValueType::json:
      return rows.jsonb(value.text);
  }
  rows.null();
}

}  // namespace gdo::trusted
