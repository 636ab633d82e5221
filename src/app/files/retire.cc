#include "app/files/retire.h"

#include <fmt/format.h>

#include "app/connections.h"
#include "app/models_in_use.h"
#include "app/row_ids.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"
#include "app/work_database.h"
#include "base/error.h"
#include "base/stored_text.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/log_manager.h"
#include "control/presence.h"
#include "monitor/tables_ready.h"
#include "raw/retire.h"

namespace gdo::app {
namespace {

// What was taken back leaves the layers above at once.
bool follow(const pg::ConnectOptions& server, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const gold::Models models = models_in_use(context.settings(), catalog);
  const RunReport trusted = run_layers("trusted", {}, nullptr, server, catalog, models, context);
  context.print(run_text(trusted, context.out()));
  if (!trusted.success() || trusted.interrupted()) return false;
  const RunReport service = run_layers("service", {}, nullptr, server, catalog, models, context);
  context.print(run_text(service, context.out()));
  return service.success() && !service.interrupted();
}

}  // namespace

int retire_files(const FilesRetireRequest& request, Context& context) {
  const std::vector<std::int64_t> ids = row_ids(request.ids);
  if (ids.empty()) throw Error(ErrorKind::config, tr("say which files: see gdo files list"));
  if (request.why.empty() || !is_storable_text(request.why)) {
    throw Error(ErrorKind::config, tr("say why, in UTF-8: --why TEXT; the ledger keeps it"));
  }
  const control::Presence presence(database(context), lease_of(context.settings()));
  pg::Connection connection(presence.database());
  monitor::require_tables(connection);
  control::LogManager log(control::this_process());
  std::int64_t done = 0;
  for (const std::int64_t id : ids) {
    const std::string refusal = raw::retire_file(connection, log, id, request.why);
    if (refusal.empty()) ++done;
    if (!refusal.empty()) context.print(trf("file {}: {}\n", id, printable(refusal)));
  }
  context.print(trf("{} taken back\n", counted(done, "file", "files")));
  const bool followed = done == 0 || follow(presence.database(), context);
  if (!followed) context.say(tr("trusted or service could not follow yet: gdo run goes on"));
  return followed && done == static_cast<std::int64_t>(ids.size()) ? 0 : 1;
}

}  // namespace gdo::app
