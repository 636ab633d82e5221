#include "judge/object_shape.h"

namespace gdo::judge {

std::size_t ObjectShape::slot_of(const std::vector<std::string>& path, std::size_t& slots) {
  ObjectShape* shape = this;
  for (std::size_t i = 0; i + 1 < path.size(); ++i) {
    Member& outer = shape->member(path[i], slots);
    if (outer.inside == nullptr) {
      outer.inside = std::make_unique<ObjectShape>(shape->prefix_ + path[i] + ".");
    }
    shape = outer.inside.get();
  }
  return shape->member(path.back(), slots).slot;
}

ObjectShape::Member& ObjectShape::member(std::string_view name, std::size_t& slots) {
  const auto [place, is_new] = places_.try_emplace(std::string(name), members_.size());
  if (is_new) members_.push_back({std::string(name), slots++, nullptr});
  return members_[place->second];
}

const ObjectShape::Member* ObjectShape::find(std::string_view name) const {
  const auto found = places_.find(name);
  return found == places_.end() ? nullptr : &members_[found->second];
}

}  // namespace gdo::judge
