#include "judge/drift.h"

#include <utility>

#include "values/text.h"

namespace gdo::judge {
namespace {

constexpr std::size_t kLongestName = 200;

}  // namespace

DriftCounter::DriftCounter(std::string entity, std::string prefix, const ObjectShape& shape)
    : entity_(std::move(entity)), prefix_(std::move(prefix)) {
  add_names(shape);
  known_.resize(names_.size());
}

void DriftCounter::add_names(const ObjectShape& shape) {
  for (const auto& member : shape.members()) {
    if (names_.size() <= member.slot) names_.resize(member.slot + 1);
    names_[member.slot] = shape.prefix() + member.name;
    if (member.inside != nullptr) add_names(*member.inside);
  }
}

void DriftCounter::observe(const Members& found) {
  ++objects_;
  for (std::size_t slot = 0; slot < known_.size(); ++slot) {
    ++known_[slot][static_cast<std::size_t>(found.slots[slot].kind)];
  }
  for (const auto& member : found.unknown) observe_unknown(member);
}

void DriftCounter::observe_unknown(const UnknownMember& member) {
  const values::Unescaped name = values::unescape_json(member.name, scratch_);
  name_ = member.shape->prefix();
  name_ += name.text;
  if (name_.size() > kLongestName || name.not_text) name_ = "(outros)";
  auto found = unknown_.find(name_);
  if (found == unknown_.end()) {
    if (unknown_.size() >= kMostUnknown) name_ = "(outros)";
    found = unknown_.try_emplace(name_).first;
  }
  ++found->second[static_cast<std::size_t>(member.value.kind)];
}

void DriftCounter::collect(std::vector<MemberSeen>& seen) {
  if (objects_ == 0) return;
  for (std::size_t slot = 0; slot < known_.size(); ++slot) {
    seen.push_back({entity_, prefix_ + names_[slot], true, objects_, known_[slot]});
  }
  for (const auto& [name, kinds] : unknown_) {
    seen.push_back({entity_, prefix_ + name, false, objects_, kinds});
  }
  objects_ = 0;
  std::fill(known_.begin(), known_.end(), Kinds{});
  unknown_.clear();
}

}  // namespace gdo::judge
