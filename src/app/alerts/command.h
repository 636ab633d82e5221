#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "monitor/alert_channels.h"
#include "pg/connection.h"

namespace gdo::app {

// Where the settings say that alerts go.
monitor::AlertTargets alert_targets(Context& context);

// What a run does at its end, and a watch after each round. A channel that fails stops nothing: it
// is said on stderr, and the messages wait. patient, at the end: tries again before it gives up,
// and a database that fails stops nothing either; else that throws Error.
void send_due_alerts(Context& context, bool patient);

}  // namespace gdo::app
