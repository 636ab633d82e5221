#include "app/demo/stages.h"

#include "app/demo/load_stages.h"
#include "app/demo/proof_stages.h"
#include "app/demo/trace_stages.h"

namespace gdo::app {

std::vector<DemoStage> demo_stages() {
  return {
      {"A private PostgreSQL, and an empty lake", open_site},
      {"A synthetic lake: plants drop files into pending/", fill_lake},
      {"Raw: every record as it came, exactly once", load_raw_layer},
      {"Trusted: typed, cleaned, judged", load_trusted_layer},
      {"Service: what client applications read", load_service_layer},
      {"What was refused, and why", show_rejections},
      {"The log, log_processamento", show_log},
      {"The audit: do the books balance?", show_audit},
      {"A box, traced back to its farms", show_traceable_box},
      {"A box that is not traceable, and why", show_untraceable_box},
  };
}

}  // namespace gdo::app
