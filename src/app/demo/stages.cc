#include "app/demo/stages.h"

#include "app/demo/load_stages.h"
#include "app/demo/proof_stages.h"
#include "app/demo/trace_stages.h"
#include "base/translation.h"

namespace gdo::app {

std::vector<DemoStage> demo_stages() {
  return {
      {tr("A private PostgreSQL, and an empty lake"), open_site},
      {tr("A synthetic lake: plants drop files into pending/"), fill_lake},
      {tr("Raw: every record as it came, exactly once"), load_raw_layer},
      {tr("Trusted: typed, cleaned, judged"), load_trusted_layer},
      {tr("Service: what client applications read"), load_service_layer},
      {tr("What was refused, and why"), show_rejections},
      {tr("The log, log_processamento"), show_log},
      {tr("The audit: do the books balance?"), show_audit},
      {tr("A box, traced back to its farms"), show_traceable_box},
      {tr("A box that is not traceable, and why"), show_untraceable_box},
  };
}

}  // namespace gdo::app
