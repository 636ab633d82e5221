#pragma once

#include <filesystem>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"

namespace gdo::gold {

// The gold models of a process, each after those it reads.
class Models {
 public:
  // In any order. Throws Error(config) when some read each other in a ring.
  explicit Models(std::vector<Model> models);

  auto begin() const { return models_.begin(); }
  auto end() const { return models_.end(); }
  // The model of this table; null when it is none's.
  const Model* find(std::string_view name) const;

  // The models that follow `name`, directly; then those that do so through others as well.
  std::vector<const Model*> followers(std::string_view name) const;
  std::vector<std::string> all_followers(std::string_view name) const;

  // The models that changes of any of these entities reach, in order.
  std::vector<const Model*> reached(std::span<const std::string> entities) const;

 private:
  std::vector<Model> models_;
};

// The models of sql/service.
const Models& built_in_models();

// Those, with the *.sql files of a folder in the place of built-in ones of the same table, or in
// addition; folder: may be empty. entities: of the contracts, which models may follow. Throws
// Error(config) with everything that is wrong, each with its file and line.
Models load_models(const std::filesystem::path& folder,
                   const std::set<std::string, std::less<>>& entities);

// The text of sql/ouro/<name>.sql. Throws Error(internal) when there is none.
std::string gold_query(std::string_view name);

// Small letters, digits and '_', a letter first: as tables, columns and models are named.
bool is_plain_name(std::string_view text);

}  // namespace gdo::gold
