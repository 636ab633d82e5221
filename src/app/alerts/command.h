#pragma once

#include <string>
#include <vector>

#include "app/context.h"
#include "monitor/alert_channels.h"
#include "pg/connection.h"

namespace gdo::app {

struct AlertsListRequest {
  std::string status = "aberto";  // "todos" = any
  std::string tenant;             // empty = all
  bool json = false;
};

struct AlertExpectation {
  std::vector<std::string> ids;
  std::string why;
};

// `gdo alerts list`: what an operator should look at. Gives the exit code.
int list_alerts(const AlertsListRequest& request, Context& context);

// `gdo alerts show`: one with its cause and what to do. Gives the exit code: 1 when there is none.
int show_alert(const std::string& id, bool json, Context& context);

// `gdo alerts ack`: someone has seen them. Gives the exit code: 1 when one was not open.
int acknowledge_alerts(const std::vector<std::string>& ids, Context& context);

// `gdo alerts expect`: what they speak of was to be expected, and teaches the calendar. The same.
int expect_alerts(const AlertExpectation& expectation, Context& context);

// Where the settings say that alerts go.
monitor::AlertTargets alert_targets(Context& context);

// `gdo alerts test`: one message through every channel. Gives the exit code: 1 when one refused it.
int test_channels(Context& context);

// `gdo alerts replay`: every open alert again. Gives the exit code: 1 when one could not be sent.
int replay_alerts(Context& context);

// What a run does at its end, and a watch after each round. A channel that fails stops nothing: it
// is said on stderr, and the messages wait. patient, at the end: tries again before it gives up,
// and a database that fails stops nothing either; else that throws Error.
void send_due_alerts(Context& context, bool patient);

}  // namespace gdo::app
