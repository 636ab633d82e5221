#include "app/models_in_use.h"

#include "contract/reader/catalog_loader.h"
#include "trace/model_way.h"
#include "trace/things.h"

namespace gdo::app {

gold::Models models_in_use(const config::Settings& settings, const contract::Catalog& catalog) {
  std::set<std::string, std::less<>> entities;
  for (const contract::Contract& contract : catalog.contracts()) entities.insert(contract.entity);
  gold::Models models = gold::load_models(settings.models, entities);
  trace::require_links(models);
  static_cast<void>(trace::Things(models));  // refuses what traces cannot follow
  return models;
}

gold::Models models_in_use(const config::Settings& settings) {
  if (settings.models.empty()) return gold::built_in_models();
  return models_in_use(settings, contract::load_catalog(settings.contracts));
}

}  // namespace gdo::app
