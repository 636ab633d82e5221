#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "judge/object_shape.h"
#include "values/codes.h"
#include "values/value.h"

namespace gdo::judge {

inline constexpr std::size_t kTokenKinds = 7;

// How a member of a payload's objects was seen since the counts were last taken.
struct MemberSeen {
  std::string entity;
  std::string path;  // "saida_desossa[].peso_liquido", "dados_adicionais.vacinado"
  bool known = false;
  std::uint64_t objects = 0;                       // in which it could have stood
  std::array<std::uint64_t, kTokenKinds> kinds{};  // by TokenKind; of unknown ones, absent is 0
};

// Counts the members of the objects of one shape, and of those inside them.
class DriftCounter {
 public:
  // Names beyond this many are not told apart: a document may make up new ones without end.
  static constexpr std::size_t kMostUnknown = 500;

  // prefix: how the objects are reached, "" or "saida_desossa[].". The shape must be complete.
  DriftCounter(std::string entity, std::string prefix, const ObjectShape& shape);

  void observe(const Members& found);
  // Appends what was seen, and forgets it.
  void collect(std::vector<MemberSeen>& seen);

 private:
  using Kinds = std::array<std::uint64_t, kTokenKinds>;

  void add_names(const ObjectShape& shape);
  void observe_unknown(const UnknownMember& member);

  std::string entity_;
  std::string prefix_;
  std::uint64_t objects_ = 0;
  std::vector<std::string> names_;  // by slot
  std::vector<Kinds> known_;
  std::unordered_map<std::string, Kinds, values::TextHash, std::equal_to<>> unknown_;
  std::string name_;
  std::string scratch_;
};

}  // namespace gdo::judge
