#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::decode {

// The value of one top-level member of a record, as raw checks and raw key columns need it.
struct FieldValue {
  enum class Kind { absent, null, string, number, boolean, object, array };
  Kind kind = Kind::absent;
  // string: unescaped; others: the JSON text as it stands (a number keeps all its digits). Valid
  // until the next call of RecordFields::read, and while the record's bytes live.
  std::string_view text;
  // A string with \u0000 or a lone surrogate, which PostgreSQL's text refuses; in `text` each of
  // them is U+FFFD.
  bool not_text = false;
};

// Picks named top-level members out of records. One instance per thread; keeps its buffers.
class RecordFields {
 public:
  // names: the members to pick, all different, in the order in which values() gives them.
  explicit RecordFields(const std::vector<std::string>& names);
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
  std::unique_ptr<State> state_;
};

}  // namespace gdo::decode
