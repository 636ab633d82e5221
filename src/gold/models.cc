#include "gold/models.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "base/error.h"
#include "embedded/gold_sql.h"
#include "embedded/service_sql.h"
#include "gold/model_reader.h"

namespace gdo::gold {
namespace {

namespace fs = std::filesystem;

bool reads(const Model& model, std::string_view entity) {
  return std::any_of(model.inputs.begin(), model.inputs.end(),
                     [&](const ModelInput& input) { return input.entity == entity; });
}

std::vector<Model> read_built_in() {
  std::vector<Model> all;
  ModelFaults faults;
  for (const auto& file : service_sql::files()) {
    all.push_back(read_model(fmt::format("sql/service/{}", file.path), file.text, faults));
  }
  faults.raise();
  return all;
}

std::vector<fs::path> sql_files(const fs::path& folder) {
  std::error_code error;
  std::vector<fs::path> paths;
  for (const auto& entry : fs::directory_iterator(folder, error)) {
    const bool hidden = entry.path().filename().string().starts_with('.');
    if (entry.path().extension() == ".sql" && !hidden) paths.push_back(entry.path());
  }
  if (error) {
    throw Error(ErrorKind::config,
                fmt::format("cannot read the folder of models {}: {}; let GDO_MODELS name a folder "
                            "of .sql files, or unset it",
                            folder.string(), error.message()));
  }
  std::sort(paths.begin(), paths.end());
  return paths;
}

std::string read_file(const fs::path& path) {
  std::ifstream input(path, std::ios::binary);
  std::string text((std::istreambuf_iterator<char>(input)), std::istreambuf_iterator<char>());
  if (input.bad() || !input.is_open()) {
    throw Error(ErrorKind::config,
                fmt::format("cannot read the model {}; check its permissions", path.string()));
  }
  return text;
}

// In the place of the built-in model of its table, or behind all.
void put_in(Model model, std::vector<Model>& all, ModelFaults& faults) {
  const auto same = std::find_if(all.begin(), all.end(),
                                 [&](const Model& one) { return one.name == model.name; });
  if (same == all.end()) {
    all.push_back(std::move(model));
  } else if (same->built_in) {
    *same = std::move(model);
  } else {
    faults.add(
        model.file, 1,
        fmt::format("{} is there already, in {}: leave one of them", model.name, same->file));
  }
}

using Names = std::set<std::string, std::less<>>;

// Whether a model follows what there is, and asks models for columns and entities for none.
void check_inputs(const Model& model, const Names& models, const Names& entities,
                  ModelFaults& faults) {
  for (const ModelInput& input : model.inputs) {
    const bool of_model = models.contains(input.entity);
    if (input.entity == model.name) {
      faults.add(model.file, input.line, "a model cannot follow itself: leave the line out");
    } else if (!of_model && !entities.contains(input.entity)) {
      faults.add(model.file, input.line,
                 fmt::format("there is no {} to follow; entities are {}; models are {}",
                             input.entity, fmt::join(entities, ", "), fmt::join(models, ", ")));
    } else if (of_model && input.link.empty()) {
      faults.add(model.file, input.line,
                 fmt::format("say which of its columns tell what changed: entrada: {} [column, …]",
                             input.entity));
    } else if (!of_model && !input.link.empty()) {
      faults.add(model.file, input.line,
                 fmt::format("an entity's changes name its contract's links: write entrada: {}",
                             input.entity));
    }
  }
}

// Whether its ways lead to tables of trusted, or to models that come before it.
void check_origins(const Model& model, const Models& models, ModelFaults& faults) {
  for (const ModelOrigin& origin : model.origins) {
    if (origin.to.name.starts_with("trusted_")) continue;
    const std::vector<std::string> after = models.all_followers(origin.to.name);
    if (std::find(after.begin(), after.end(), model.name) != after.end()) continue;
    faults.add(model.file, origin.line,
               fmt::format("rows come from trusted_… or from a model that this one follows, and {} "
                           "is neither",
                           origin.to.name));
  }
}

}  // namespace

Models::Models(std::vector<Model> models) {
  while (!models.empty()) {
    // The first that reads none of those that are left.
    const auto next = std::find_if(models.begin(), models.end(), [&](const Model& model) {
      return std::none_of(models.begin(), models.end(),
                          [&](const Model& other) { return reads(model, other.name); });
    });
    if (next == models.end()) {
      std::vector<std::string_view> ring;
      for (const Model& model : models) ring.push_back(model.name);
      throw Error(ErrorKind::config,
                  fmt::format("{}: models read each other in a ring, so that none can come first: "
                              "{}; take one entrada out",
                              models.front().file, fmt::join(ring, ", ")));
    }
    models_.push_back(std::move(*next));
    models.erase(next);
  }
}

const Model* Models::find(std::string_view name) const {
  const auto found = std::find_if(models_.begin(), models_.end(),
                                  [&](const Model& model) { return model.name == name; });
  return found == models_.end() ? nullptr : &*found;
}

std::vector<const Model*> Models::followers(std::string_view name) const {
  std::vector<const Model*> found;
  for (const Model& model : models_) {
    if (reads(model, name)) found.push_back(&model);
  }
  return found;
}

std::vector<const Model*> Models::reached(std::span<const std::string> entities) const {
  Names reached(entities.begin(), entities.end());
  std::vector<const Model*> found;
  for (const Model& model : models_) {
    const bool hit = std::any_of(model.inputs.begin(), model.inputs.end(),
                                 [&](const ModelInput& i) { return reached.contains(i.entity); });
    if (!hit) continue;
    reached.insert(model.name);
    found.push_back(&model);
  }
  return found;
}

std::vector<std::string> Models::all_followers(std::string_view name) const {
  std::vector<std::string> names;
  const std::vector<std::string> start = {std::string(name)};
  for (const Model* model : reached(start)) names.push_back(model->name);
  return names;
}

const Models& built_in_models() {
  static const Models models(read_built_in());
  return models;
}

Models load_models(const fs::path& folder, const Names& entities) {
  if (folder.empty()) return built_in_models();
  std::vector<Model> all(built_in_models().begin(), built_in_models().end());
  ModelFaults faults;
  for (const fs::path& path : sql_files(folder)) {
    ModelFaults of_file;
    Model model = read_model(path.string(), read_file(path), of_file);
    model.built_in = false;
    faults.add(of_file);
    if (of_file.empty()) put_in(std::move(model), all, faults);
  }
  Names models;
  for (const Model& model : all) models.insert(model.name);
  for (const Model& model : all) {
    if (model.built_in) continue;
    check_inputs(model, models, entities, faults);
  }
  faults.raise();
  Models made(std::move(all));
  for (const Model& model : made) {
    if (!model.built_in) check_origins(model, made, faults);
  }
  faults.raise();
  return made;
}

std::string gold_query(std::string_view name) {
  for (const gold_sql::File& file : gold_sql::files()) {
    if (file.path == fmt::format("{}.sql", name)) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, fmt::format("sql/ouro has no {}.sql", name));
}

bool is_plain_name(std::string_view text) {
  constexpr std::size_t kLongest = 63;
  const auto plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
  };
  return !text.empty() && text.size() <= kLongest && text.front() >= 'a' && text.front() <= 'z' &&
         std::all_of(text.begin(), text.end(), plain);
}

}  // namespace gdo::gold
