#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace gdo::decode {

// Recognises the names of an object's members, and tells whether one came twice. Records of one
// file mostly have the same names in the same order, so it remembers which name followed which.
class MemberNames {
 public:
  explicit MemberNames(const std::vector<std::string>& wanted);

  // record: whose names come now, in memory until the next record begins.
  void begin_record(std::string_view record);
  // The next name, as it stands in the record, without escapes. Its index in `wanted`, if any.
  std::optional<std::size_t> find(std::string_view name);
  // The next name, unescaped; it stands in the record, with its quotes, at `position`.
  std::optional<std::size_t> find_escaped(std::string_view name, std::size_t position);
  // Whether a name of this record came twice.
  bool repeated();

 private:
  struct Name {
    std::string text;
    std::optional<std::size_t> wanted;
    std::uint32_t next = 0;         // the one that last came behind this one
    std::uint64_t last_record = 0;  // in which it came
  };
  struct Hash : std::hash<std::string_view> {
    using is_transparent = void;
  };
  // A name beyond those that are remembered, by its place in the record.
  struct Stray {
    std::uint32_t hash;
    std::uint32_t position;
  };

  std::optional<std::size_t> look_up(std::string_view name, std::size_t position);
  std::optional<std::size_t> came(std::uint32_t name);
  std::uint32_t remember(std::string_view name);
  std::string stray_name(const Stray& stray) const;
  bool strays_repeat();

  std::vector<Name> names_;  // the first stands for the beginning of a record
  std::unordered_map<std::string, std::uint32_t, Hash, std::equal_to<>> by_text_;
  std::vector<Stray> strays_;
  std::string_view record_;
  std::uint64_t record_number_ = 0;
  std::uint32_t previous_ = 0;
  bool repeated_ = false;
};

}  // namespace gdo::decode
