#pragma once

#include <functional>
#include <string>
#include <vector>

#include "app/context.h"
#include "app/demo/demo_site.h"
#include "contract/contract.h"

namespace gdo::app {

struct DemoOptions {
  std::int64_t days = 3;
  std::int64_t records = 0;  // 0 = as many as real plants have
  bool serve = false;        // the dashboard at the end
};

// What a stage works with.
struct DemoTools {
  const DemoOptions& options;
  DemoSite& site;
  const contract::Catalog& catalog;
  Context& context;
};

// One act of the demonstration: shows what it does on stdout. Gives the exit code; anything but 0
// ends the demonstration.
struct DemoStage {
  std::string title;
  std::function<int(DemoTools& tools)> run;
};

// In order.
std::vector<DemoStage> demo_stages();

}  // namespace gdo::app
