#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "values/codes.h"
#include "values/value.h"

namespace gdo::judge {

// The members that an object may have, as the contract names them. Each has a slot, in which its
// value is found after a walk; members of an object inside have slots of the same row of slots.
class ObjectShape {
 public:
  struct Member {
    std::string name;
    std::size_t slot = 0;
    std::unique_ptr<ObjectShape> inside;  // the members of its value, if that is an object
  };

  // prefix: what stands before its members' names: "" or "dados_adicionais."
  explicit ObjectShape(std::string prefix = {}) : prefix_(std::move(prefix)) {}

  // The slot of the value that these members lead to, made if there is none yet. `slots` counts
  // those of the whole row.
  std::size_t slot_of(const std::vector<std::string>& path, std::size_t& slots);

  [[nodiscard]] const std::vector<Member>& members() const { return members_; }
  [[nodiscard]] const std::string& prefix() const { return prefix_; }
  // Null when there is none; `name` is unescaped.
  [[nodiscard]] const Member* find(std::string_view name) const;

 private:
  Member& member(std::string_view name, std::size_t& slots);

  std::string prefix_;
  std::vector<Member> members_;
  std::unordered_map<std::string, std::size_t, values::TextHash, std::equal_to<>> places_;
};

// A member that the contract does not name, as it stands in the record.
struct UnknownMember {
  const ObjectShape* shape = nullptr;
  std::string_view name;  // between its quotes, escapes and all
  values::Token value;
};

// What one walk through an object found.
struct Members {
  std::vector<values::Token> slots;
  std::vector<UnknownMember> unknown;
  std::vector<const ObjectShape::Member*> repeated;  // seen again: the last one counts

  [[nodiscard]] const values::Token& at(std::size_t slot) const { return slots[slot]; }
};

// Walks through objects and arrays of a record with simdjson. Keeps its buffers; not for two
// threads.
class RecordWalker {
 public:
  RecordWalker();
  ~RecordWalker();
  RecordWalker(const RecordWalker&) = delete;
  RecordWalker& operator=(const RecordWalker&) = delete;

  enum class Outcome {
    ok,
    not_object,  // valid, as far as was read, but another kind of value
    broken,      // no valid JSON
  };

  // json: one value, with simdjson::SIMDJSON_PADDING readable bytes behind it. Fills `found`, whose
  // slots must be as many as the shape has.
  [[nodiscard]] Outcome read_object(std::string_view json, const ObjectShape& shape,
                                    Members& found);

  // Opens an array; then next_element() steps through it. False when it is none.
  [[nodiscard]] bool open_array(std::string_view json);

  enum class Element { object, other, end, broken };
  // `element` becomes the element as it stands in the record. Of an object, `found` is filled.
  [[nodiscard]] Element next_element(const ObjectShape& shape, values::Token& element,
                                     Members& found);

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gdo::judge
