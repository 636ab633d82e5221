#include <fmt/format.h>

#include <memory>
#include <nlohmann/json.hpp>
#include <string_view>

#include "app/commands.h"
#include "app/connections.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "config/connection_string.h"
#include "pg/cluster/private_cluster.h"

namespace gdo::app {
namespace {

using State = pg::ClusterStatus::State;

const char* word_of(State state) {
  switch (state) {
    case State::never_created:
      return tr_later("never created");
    case State::stopped:
      return tr_later("stopped");
    case State::starting:
      return tr_later("starting");
    case State::running:
      return tr_later("running");
  }
  return "";
}

// With DB_HOST set the private server is not the one that gdo works with.
void remark_other_server(Context& context) {
  if (context.settings().db.host.empty()) return;
  context.say(trf("note: DB_HOST is set, so gdo works with the server {} instead",
                  printable(context.settings().db.host)));
}

int start(Context& context) {
  pg::PrivateCluster cluster(context.settings().home);
  const bool ran = cluster.status().state == State::running;
  cluster.start();
  const pg::ClusterStatus status = cluster.status();
  context.say(trf("private PostgreSQL {} {}, process {}", status.version,
                  ran ? "already runs" : "started", status.pid));
  remark_other_server(context);
  return 0;
}

int stop(Context& context) {
  const bool ran = pg::PrivateCluster(context.settings().home).stop();
  context.say(ran ? tr("private PostgreSQL stopped") : tr("private PostgreSQL does not run"));
  return 0;
}

int print_status(bool json, Context& context) {
  const pg::PrivateCluster cluster(context.settings().home);
  const pg::ClusterStatus status = cluster.status();
  if (json) {
    nlohmann::ordered_json document = {{"state", word_of(status.state)},
                                       {"pid", status.pid},
                                       {"version", status.version},
                                       {"owner", status.owner},
                                       {"bytes", cluster.bytes()},
                                       {"data_folder", status.data_folder.string()},
                                       {"socket_folder", status.socket_folder.string()},
                                       {"log_file", status.log_file.string()}};
    context.print(document.dump(2) + "\n");
  } else {
    context.print(trf("state    {}\n", tr(word_of(status.state))));
    if (status.pid != 0) context.print(trf("process  {}\n", status.pid));
    if (!status.version.empty()) {
      context.print(trf("version  {}\nowner    {}\nsize     {}\n", status.version, status.owner,
                        bytes_text(cluster.bytes())));
    }
    context.print(
        trf("data     {}\nsocket   {}\nlog      {}\n", printable(status.data_folder.string()),
            printable(status.socket_folder.string()), printable(status.log_file.string())));
  }
  remark_other_server(context);
  // As `pg_ctl status` does.
  return status.state == State::running ? 0 : exit_code(ErrorKind::database_unreachable);
}

int url(Context& context) {
  const config::Settings& settings = context.settings();
  if (!settings.db.host.empty()) {
    context.print(config::connection_uri(settings.db) + "\n");
    return 0;
  }
  database(context);  // the URI of a server that does not run is of no use
  context.print(pg::PrivateCluster(settings.home).uri() + "\n");
  return 0;
}

}  // namespace

Command pg_command(Context& context) {
  const auto json = std::make_shared<bool>(false);
  Command command;
  command.name = "pg";
  command.summary = tr("The private PostgreSQL, which gdo uses when DB_HOST is not set");
  command.details =
      tr("It lies under GDO_HOME, listens on a unix socket only, starts when it is needed and runs "
         "until `gdo pg stop`.");
  command.examples = {"gdo pg status", "psql \"$(gdo pg url)\"", "gdo pg stop"};
  command.commands = {
      {.name = "start",
       .summary = tr("Starts it; creates it the first time"),
       .examples = {"gdo pg start", "GDO_HOME=/srv/gdo gdo pg start"},
       .run = [&context] { return start(context); }},
      {.name = "stop",
       .summary = tr("Stops it; its data stays"),
       .examples = {"gdo pg stop"},
       .run = [&context] { return stop(context); }},
      {.name = "status",
       .summary = tr("Whether it runs, and where it lies; exit 3 when it does not run"),
       .examples = {"gdo pg status", "gdo pg status --json"},
       .options = {{"--json", "", tr("one JSON document on stdout"), json.get()}},
       .run = [json, &context] { return print_status(*json, context); }},
      {.name = "url",
       .summary =
           tr("Prints a connection URI for psql, without a password; starts the server if needed"),
       .examples = {"psql \"$(gdo pg url)\"", "psql \"$(gdo pg url)\" -c 'TABLE arquivo'"},
       .run = [&context] { return url(context); }}};
  return command;
}

}  // namespace gdo::app
