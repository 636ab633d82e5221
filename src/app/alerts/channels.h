#pragma once

#include "app/context.h"
#include "pg/connection.h"

namespace gdo::app {

// `gdo alerts test`: one message through every channel. Gives the exit code: 1 when one refused it.
int test_channels(Context& context);

// `gdo alerts replay`: every open alert again. Gives the exit code: 1 when one could not be told.
int replay_alerts(Context& context);

// What a run does at its end, and a watch after each round. A channel that fails stops nothing: it
// is said on stderr, and the messages wait. patient, at the end: tries again before it gives up,
// and a database that fails stops nothing either; else that throws Error.
void send_due_alerts(Context& context, bool patient);

}  // namespace gdo::app
