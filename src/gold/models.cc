#include "gold/models.h"

#include <algorithm>
#include <set>

#include "embedded/service_sql.h"
#include "gold/model_reader.h"

namespace gdo::service {
namespace {

bool reads(const Model& model, std::string_view entity) {
  return std::any_of(model.inputs.begin(), model.inputs.end(),
                     [&](const ModelInput& input) { return input.entity == entity; });
}

}  // namespace

const std::vector<Model>& built_in_models() {
  // The files are embedded in an order in which each follows those it reads (tests/service).
  static const std::vector<Model> models = [] {
    std::vector<Model> all;
    for (const auto& file : service_sql::files()) all.push_back(read_model(file.path, file.text));
    return all;
  }();
  return models;
}

std::vector<const Model*> followers(std::string_view name) {
  std::vector<const Model*> found;
  for (const Model& model : built_in_models()) {
    if (reads(model, name)) found.push_back(&model);
  }
  return found;
}

std::vector<const Model*> models_reached(std::span<const std::string> entities) {
  std::set<std::string, std::less<>> reached(entities.begin(), entities.end());
  std::vector<const Model*> found;
  for (const Model& model : built_in_models()) {
    const bool hit = std::any_of(model.inputs.begin(), model.inputs.end(),
                                 [&](const ModelInput& i) { return reached.contains(i.entity); });
    if (!hit) continue;
    reached.insert(model.name);
    found.push_back(&model);
  }
  return found;
}

std::vector<std::string> all_followers(std::string_view name) {
  std::vector<std::string> names;
  const std::vector<std::string> start = {std::string(name)};
  for (const Model* model : models_reached(start)) names.push_back(model->name);
  return names;
}

}  // namespace gdo::service
