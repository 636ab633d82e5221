#include "app/commands/command_tree.h"

#include "app/commands/alerts.h"
#include "app/commands/audit.h"
#include "app/commands/completion.h"
#include "app/commands/contract.h"
#include "app/commands/demo.h"
#include "app/commands/doctor.h"
#include "app/commands/export.h"
#include "app/commands/files.h"
#include "app/commands/generate.h"
#include "app/commands/lineage.h"
#include "app/commands/migrate.h"
#include "app/commands/pg.h"
#include "app/commands/rejected.h"
#include "app/commands/replay.h"
#include "app/commands/run.h"
#include "app/commands/status.h"
#include "app/commands/trace.h"

namespace gdo::app {

Command command_tree(Context& context) {
  Command root;
  root.name = "gdo";
  root.summary =
      "Beef traceability: JSON files of animals, slaughter, deboning, boxes and sales into "
      "PostgreSQL, exactly once.";
  root.examples = {"gdo demo", "gdo doctor", "gdo run", "gdo audit"};
  root.options = {
      {"--quiet,-q", "", "only warnings, errors and results", &context.quiet},
      {"--verbose,-v", "", "also what is of use when something goes wrong", &context.verbose}};
  // In the order in which help lists them.
  root.commands.push_back(demo_command(context));
  root.commands.push_back(run_command(context));
  root.commands.push_back(replay_command(context));
  root.commands.push_back(status_command(context));
  root.commands.push_back(files_command(context));
  root.commands.push_back(rejected_command(context));
  root.commands.push_back(trace_command(context));
  root.commands.push_back(lineage_command(context));
  root.commands.push_back(alerts_command(context));
  root.commands.push_back(audit_command(context));
  root.commands.push_back(export_command(context));
  root.commands.push_back(generate_command(context));
  root.commands.push_back(contract_command(context));
  root.commands.push_back(doctor_command(context));
  root.commands.push_back(migrate_command(context));
  root.commands.push_back(pg_command(context));
  root.commands.push_back(completion_command(context));
  return root;
}

}  // namespace gdo::app
