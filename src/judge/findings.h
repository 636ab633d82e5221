#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/field.h"
#include "judge/violation.h"
#include "values/text_arena.h"
#include "values/value.h"

namespace gdo::judge {

// The violations of one item, as they are found.
class Findings {
 public:
  // More than this many are counted no further: what is wrong is plain by then.
  static constexpr std::size_t kMost = 1'000;

  // Where the next violations are: the record, the object that lacks a field, and, in a child
  // array, which element.
  struct Place {
    const char* record = nullptr;
    const char* object = nullptr;
    std::string_view list;
    std::int32_t element = 0;
  };

  explicit Findings(values::TextArena& arena) : arena_(&arena) {}

  void clear();
  // Takes over what was found in the record above.
  void start_with(const Findings& header);

  void set_place(const Place& place) { place_ = place; }
  [[nodiscard]] const Place& place() const { return place_; }

  // token: the value as it came, absent if there is none.
  void add(std::string_view rule, const contract::Field& field, contract::Action action,
           const Message& message, const values::Token& token);
  // The same for a member that is no field.
  void add(std::string_view rule, std::string_view member, contract::Action action,
           const Message& message, const values::Token& token);

  // What an element of a list does to itself only: between the two, rejected() is about it alone.
  // If it is then, what was found of it is noted: it is left out, and nothing else is rejected.
  struct Element {
    std::size_t found = 0;
    bool rejected = false;
  };
  [[nodiscard]] Element begin_element();
  void end_element(Element element);

  [[nodiscard]] bool rejected() const { return rejected_; }
  [[nodiscard]] std::span<const Violation> all() const { return all_; }

 private:
  void add(Violation violation, const values::Token& token);
  [[nodiscard]] std::string_view shown(const values::Token& token);

  values::TextArena* arena_;
  std::vector<Violation> all_;
  bool rejected_ = false;
  Place place_;
  std::string scratch_;
};

}  // namespace gdo::judge
