#include "app/demo/load_stages.h"

#include <fmt/format.h>

#include "app/connections.h"
#include "app/generate/command.h"
#include "app/migrate/schema_run.h"
#include "app/run/raw_run.h"
#include "app/run/raw_view.h"
#include "app/run/service_view.h"
#include "app/run/trusted_run.h"
#include "app/run/trusted_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"
#include "base/error.h"
#include "base/translation.h"
#include "gold/models.h"
#include "gold/run_service.h"

namespace gdo::app {
namespace {

constexpr std::uint64_t kSeed = 1;  // a lake with broken files and a file that was sent twice
constexpr double kDirty = 0.02;

}  // namespace

int open_site(DemoTools& tools) {
  if (!tools.context.settings().db.host.empty()) {
    tools.context.say(tr("DB_HOST is set; the demonstration keeps to a PostgreSQL of its own"));
  }
  tools.site.open();
  const pg::ClusterStatus server = tools.site.server();
  tools.context.print(trf("PostgreSQL {} in {}\nlake          {}\n", server.version,
                          printable(server.data_folder.string()),
                          printable(tools.site.lake().string())));
  return 0;
}

int fill_lake(DemoTools& tools) {
  synth::GenerateOptions options;
  options.out = tools.site.lake();
  options.days = static_cast<int>(tools.options.days);
  options.records = tools.options.records;
  options.seed = kSeed;
  options.dirty = kDirty;
  const synth::GenerateSummary summary = generate_lake(std::move(options), tools.context);
  tools.context.print(generate_text(summary, tools.context.out()));
  return 0;
}

// Broken files are part of the show; anything else that goes wrong is not.
int load_raw_layer(DemoTools& tools) {
  {
    pg::Connection connection(tools.site.database());
    migrate_tables(connection, tools.catalog, gold::built_in_models());
  }
  const auto store =
      store::open_store(tools.site.lake().string(), store_options(tools.context.settings()));
  const raw::RawReport report =
      load_raw({tools.site.database(), *store, tools.catalog}, {}, tools.context);
  tools.context.print(raw_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.problems.empty() && report.without_tenant == 0 ? 0 : 1;
}

int load_trusted_layer(DemoTools& tools) {
  const trusted::TrustedReport report =
      run_trusted_layer(tools.site.database(), tools.catalog, {}, tools.context);
  tools.context.print(trusted_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.success() ? 0 : 1;
}

int load_service_layer(DemoTools& tools) {
  const int workers = workers_of(tools.context.settings(), {});
  const gold::ServiceReport report =
      gold::run_service(tools.site.database(), {.entities = {}, .tenant = {}, .workers = workers},
                        tools.context.stop());
  tools.context.print(service_text(report, tools.context.out()));
  if (report.interrupted) return exit_code(ErrorKind::interrupted);
  return report.success() ? 0 : 1;
}

}  // namespace gdo::app
