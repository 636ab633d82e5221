#pragma once

#include "app/cli/command.h"
#include "app/context.h"

namespace gdo::app {

// The whole command line. The context must outlive it.
Command command_tree(Context& context);

// `gdo alerts`: what an operator should look at.
Command alerts_command(Context& context);

Command contract_command(Context& context);

// `gdo demo`: everything from an empty folder to audited tables.
Command demo_command(Context& context);

Command doctor_command(Context& context);

Command export_command(Context& context);

// `gdo files`: the ledger's files, and another try for broken ones.
Command files_command(Context& context);

Command keys_command(Context& context);

Command lineage_command(Context& context);

Command pg_command(Context& context);

// `gdo recall`: every box, order and customer that a farm, lot or animal touches.
Command recall_command(Context& context);

// `gdo rejected`: records and items that were refused, and what to do with them.
Command rejected_command(Context& context);

// gdo replay trusted|service
Command replay_command(Context& context);

Command run_command(Context& context);

// `gdo status`: what waits, what ran, what was wrong.
Command status_command(Context& context);

Command trace_command(Context& context);

}  // namespace gdo::app
