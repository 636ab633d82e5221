#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "app/context.h"
#include "app/run/run_layers.h"
#include "contract/contract.h"
#include "gold/models.h"
#include "store/object_store.h"

namespace gdo::app {

struct WatchRequest {
  std::string layer;  // "" = all
  RunRequest request;
  // Between two listings of the lake; not given: as the lake wants it.
  std::optional<std::chrono::seconds> interval = std::nullopt;
  bool json = false;
};

// `gdo run --watch`: runs layers when there is something for them, until it is asked to stop. What
// is wrong from the start with the settings ends it; whatever it meets later is waited for. store:
// null when raw is not asked for. Gives the exit code.
int run_watch(const WatchRequest& request, const contract::Catalog& catalog,
              const gold::Models& models, store::ObjectStore* store, Context& context);

}  // namespace gdo::app
