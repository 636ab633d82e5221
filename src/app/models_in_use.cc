#include "app/models_in_use.h"

#include "contract/reader/catalog_loader.h"
#include "trace/model_way.h"
#include "trace/things.h"

namespace gdo::app {

service::Models models_in_use(const Settings& settings, const contract::Catalog& catalog) {
  std::set<std::string, std::less<>> entities;
  for (const contract::Contract& contract : catalog.contracts()) entities.insert(contract.entity);
  service::Models models = service::load_models(settings.models, entities);
  service::require_links(models);
  static_cast<void>(service::Things(models));  // refuses what traces cannot follow
  return models;
}

service::Models models_in_use(const Settings& settings) {
  if (settings.models.empty()) return service::built_in_models();
  return models_in_use(settings, contract::load_catalog(settings.contracts));
}

}  // namespace gdo::app
