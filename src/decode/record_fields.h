#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace gdo {

// The value of one top-level member of a record, as raw checks and raw key columns need it.
struct FieldValue {
  enum class Kind { absent, null, string, number, boolean, object, array };
  Kind kind = Kind::absent;
  // string: unescaped; others: the JSON text as it stands (a number keeps all its digits). Valid
  // until the next call of RecordFields::read, and while the record's bytes live.
  std::string_view text;
  bool not_text = false;  // a string with \u0000 or a lone surrogate, which PostgreSQL's text refuses
};

// Picks named top-level members out of records. One instance per thread; keeps its buffers.
class RecordFields {
 public:
  // names: the members to pick, in the order in which values() gives them.
  explicit RecordFields(std::vector<std::string> names);
  ~RecordFields();
  RecordFields(const RecordFields&) = delete;
  RecordFields& operator=(const RecordFields&) = delete;

  // record: a RawRecord's bytes (valid JSON, padded). False when it is not an object. A repeated
  // member: the last wins.
  [[nodiscard]] bool read(std::string_view record);
  const std::vector<FieldValue>& values() const;
  // Whether the last record repeated one of its top-level members (any of them, named or not).
  bool repeated_member() const;

 private:
  struct State;
  State* state_;
};

}  // namespace gdo
