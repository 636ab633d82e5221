#include "decode/member_names.h"

#include <algorithm>
#include <cstring>

#include "base/json_string.h"

namespace gdo::decode {
namespace {

// Far more names than any of our payloads has; an object with more is somebody's map.
constexpr std::size_t kRemembered = 512;

}  // namespace

MemberNames::MemberNames(const std::vector<std::string>& wanted) : names_(1) {
  for (std::size_t i = 0; i < wanted.size(); ++i) names_[remember(wanted[i])].wanted = i;
}

void MemberNames::begin_record(std::string_view record) {
  record_ = record;
  ++record_number_;
  previous_ = 0;
  repeated_ = false;
  strays_.clear();
}

std::optional<std::size_t> MemberNames::find(std::string_view name) {
  const std::uint32_t expected = names_[previous_].next;
  const std::string_view text = names_[expected].text;
  if (expected != 0 && name.size() == text.size() &&
      std::memcmp(name.data(), text.data(), name.size()) == 0) {
    return came(expected);
  }
  return look_up(name, static_cast<std::size_t>(name.data() - record_.data()) - 1);
}

std::optional<std::size_t> MemberNames::find_escaped(std::string_view name, std::size_t position) {
  return look_up(name, position);
}

bool MemberNames::repeated() {
  repeated_ = repeated_ || strays_repeat();
  return repeated_;
}

std::optional<std::size_t> MemberNames::look_up(std::string_view name, std::size_t position) {
  const auto known = by_text_.find(name);
  if (known == by_text_.end() && names_.size() > kRemembered) {
    strays_.push_back({.hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(name)),
                       .position = static_cast<std::uint32_t>(position)});
    return std::nullopt;
  }
  const std::uint32_t found = known != by_text_.end() ? known->second : remember(name);
  names_[previous_].next = found;
  return came(found);
}

std::optional<std::size_t> MemberNames::came(std::uint32_t name) {
  Name& found = names_[name];
  repeated_ = repeated_ || found.last_record == record_number_;
  found.last_record = record_number_;
  previous_ = name;
  return found.wanted;
}

std::uint32_t MemberNames::remember(std::string_view name) {
  const auto index = static_cast<std::uint32_t>(names_.size());
  const auto [entry, is_new] = by_text_.try_emplace(std::string(name), index);
  if (is_new) names_.emplace_back().text = name;
  return entry->second;
}

std::string MemberNames::stray_name(const Stray& stray) const {
  const std::string_view text = record_.substr(stray.position + 1);
  std::size_t end = 0;
  while (end < text.size() && text[end] != '"') end += text[end] == '\\' ? 2U : 1U;
  std::string name;
  append_unescaped(text.substr(0, end), name);
  return name;
}

bool MemberNames::strays_repeat() {
  if (strays_.size() < 2) return false;
  std::sort(strays_.begin(), strays_.end(), [this](const Stray& a, const Stray& b) {
    return a.hash != b.hash ? a.hash < b.hash : stray_name(a) < stray_name(b);
  });
  return std::adjacent_find(strays_.begin(), strays_.end(), [this](const Stray& a, const Stray& b) {
           return a.hash == b.hash && stray_name(a) == stray_name(b);
         }) != strays_.end();
}

}  // namespace gdo::decode
