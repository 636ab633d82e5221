#include "app/lineage/lineage_command.h"

#include <limits>

#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/lineage/lineage_view.h"
#include "app/models_in_use.h"
#include "contract/reader/catalog_loader.h"
#include "lineage/masked_record.h"
#include "monitor/tables_ready.h"
#include "trace/key_forms.h"

namespace gdo::app {
namespace {

constexpr std::int64_t kEveryRow = std::numeric_limits<std::int32_t>::max();

decode::ReadLimits limits_of(const config::Settings& settings) {
  decode::ReadLimits limits;
  limits.record_bytes = settings.max_record_bytes;
  limits.depth = settings.max_depth;
  limits.compression_ratio = settings.max_compression_ratio;
  return limits;
}

// Committed before the first byte is shown.
void note_disclosure(pg::Connection& connection, const lineage::Lineage& found) {
  const nlohmann::json details = {{"token_cliente", found.row.tenant},
                                  {"chave", trace::joined_key(found.row.key)}};
  const Disclosure disclosure(connection, "linhagem de " + found.row.table, details);
}

}  // namespace

int show_lineage(const LineageRequest& request, Context& context) {
  const std::unique_ptr<store::ObjectStore> lake = open_lake(context.settings());
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const lineage::Lineage found = lineage::lineage(
      connection, lineage::find_row(connection, request.table, request.key, request.tenant),
      request.limit > 0 ? request.limit : kEveryRow, models_in_use(context.settings()));
  if (request.personal) note_disclosure(connection, found);
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  Proofs proofs;
  int exit = 0;
  for (const lineage::FileOrigin& file : found.files) {
    proofs.push_back(lineage::prove(*lake, file, limits_of(context.settings())));
    if (!proofs.back().matches) exit = 1;
    for (const lineage::RecordProof& proof : proofs.back().records) {
      if (!proof.matches) exit = 1;
    }
    if (!request.personal) lineage::mask_proof(catalog, file, proofs.back());
  }
  context.print(request.json ? lineage_json(found, proofs)
                             : lineage_text(found, proofs, context.out()));
  return exit;
}

}  // namespace gdo::app
