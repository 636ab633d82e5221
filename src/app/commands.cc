#include "app/commands.h"

#include "app/audit/command.h"
#include "app/cli/command_line.h"
#include "app/generate/command.h"
#include "app/migrate/command.h"
#include "app/serve/command.h"
#include "app/untraced/command.h"
#include "base/translation.h"

namespace gdo::app {

Command command_tree(Context& context) {
  Command root;
  root.name = "gdo";
  root.summary =
      tr("Beef traceability: JSON files of animals, slaughter, deboning, boxes and sales into "
         "PostgreSQL, exactly once.");
  root.examples = {"gdo demo", "gdo doctor", "gdo run", "gdo audit"};
  root.options = {
      {"--quiet,-q", "", tr("only warnings, errors and results"), &context.quiet},
      {"--verbose,-v", "", tr("also what is of use when something goes wrong"), &context.verbose}};
  // In the order in which help lists them.
  root.commands.push_back(demo_command(context));
  root.commands.push_back(run_command(context));
  root.commands.push_back(replay_command(context));
  root.commands.push_back(status_command(context));
  root.commands.push_back(files_command(context));
  root.commands.push_back(rejected_command(context));
  root.commands.push_back(trace_command(context));
  root.commands.push_back(recall_command(context));
  root.commands.push_back(untraced_command(context));
  root.commands.push_back(lineage_command(context));
  root.commands.push_back(serve_command(context));
  root.commands.push_back(keys_command(context));
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
