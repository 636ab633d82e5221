#pragma once

#include <string>
#include <string_view>

#include "contract/field.h"
#include "judge/field_reader.h"
#include "judge/object_shape.h"
#include "judge/text_steps.h"
#include "values/text_arena.h"
#include "values/value.h"

namespace gdo::judge {

// Whether PostgreSQL's jsonb takes this valid JSON: none of its strings has \u0000 or a lone
// surrogate, none of its numbers is beyond numeric.
struct JsonFit {
  bool strings = true;
  bool numbers = true;
};
[[nodiscard]] JsonFit fits_jsonb(std::string_view json);

// Elements of a valid JSON array; 0 for another value.
[[nodiscard]] std::size_t count_elements(std::string_view json);

// What a json column keeps of its values: JsonSpec. Not for two threads at once.
class JsonKeeper {
 public:
  explicit JsonKeeper(const contract::JsonSpec& spec);

  void keep(const values::Token& token, Reading& reading, ChangeCounts& changes,
            values::TextArena& arena);

 private:
  bool write_elements(std::string_view array, ChangeCounts& changes);
  [[nodiscard]] bool is_dropped() const;

  const contract::JsonSpec& spec_;
  ObjectShape shape_;
  std::size_t slots_ = 0;
  std::size_t plucked_ = 0;
  std::size_t dropped_ = 0;
  RecordWalker walker_;
  Members found_;
  std::string written_;
};

}  // namespace gdo::judge
