#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"

namespace gdo::service {

// The models of sql/service, each after those it reads.
const std::vector<Model>& built_in_models();

// The models that follow `name`, directly; then those that do so through others as well.
std::vector<const Model*> followers(std::string_view name);
std::vector<std::string> all_followers(std::string_view name);

// The models that changes of any of these entities reach, in order.
std::vector<const Model*> models_reached(std::span<const std::string> entities);

}  // namespace gdo::service
