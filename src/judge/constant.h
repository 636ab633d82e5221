#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "contract/field.h"
#include "values/value.h"

namespace gdo::judge {

// A value that a contract writes down, to be compared with values of a column. May be moved: its
// text stays where it is.
class Constant {
 public:
  // text: as the loader has checked it: a decimal for numbers, an ISO date for dates and timestamps
  // (it then is a date), anything for the others.
  Constant(std::string_view text, contract::ValueType type);

  [[nodiscard]] const values::Value& value() const { return value_; }

 private:
  std::unique_ptr<const std::string> text_;
  values::Value value_;
};

}  // namespace gdo::judge
