#include "app/serve/command.h"

#include <fmt/format.h>

#include <cstdlib>
#include <filesystem>
#include <memory>

#include "api/keys.h"
#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/demo/demo_site.h"
#include "app/demo/stages.h"
#include "app/terminal/terminal.h"
#include "app/terminal/text_width.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/stopwatch.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/log_manager.h"
#include "store/object_store.h"

namespace gdo::app {
namespace {

constexpr const char* kAnyPort = "127.0.0.1:0";

std::string first_key(const DemoSite& site) {
  pg::Connection connection(site.database());
  return api::create_key(connection,
                         {.tenant = "*", .role = api::Role::staff, .name = "demonstração"},
                         control::this_process().user)
      .text;
}

ServedPlace demo_place(const DemoSite& site, const config::Settings& settings) {
  ServedPlace place;
  place.owner = place.api = site.database();
  place.api.uri_or_conninfo += " user=gdo_api";
  place.open_lake = [lake = site.lake().string(), options = store_options(settings)] {
    return store::open_store(lake, options);
  };
  return place;
}

// Browsers keep the session's cookie, which is for safe places only, of localhost by its name.
std::string address_for_browsers(std::string address) {
  constexpr std::string_view kLoopback = "127.0.0.1";
  const std::size_t begin = address.find(kLoopback);
  return begin == std::string::npos ? address
                                    : address.replace(begin, kLoopback.size(), "localhost");
}

// The dashboard on what the demonstration loaded, with a first key: its address is the last thing
// on the screen. Serves until Ctrl-C or SIGTERM; gives the exit code. It listens where GDO_LISTEN
// says, and where that place is taken, on any free port.
int serve_demo(const DemoSite& site, Context& context) {
  const ServedPlace place = demo_place(site, context.settings());
  const std::string key = first_key(site);
  const auto show = [&](const std::string& address) {
    context.print(trf("\nThe dashboard is open until Ctrl-C. Its key: {}\n\n  {}\n", key,
                      styled(address_for_browsers(address), Style::accent, context.out().colour)));
    context.flush();
  };
  try {
    return serve_place({}, place, context, show);
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::config) throw;
    context.say(error.what());
    return serve_place({.listen = kAnyPort, .tls_cert = {}, .tls_key = {}}, place, context, show);
  }
}

void print_heading(std::size_t number, std::size_t all, const std::string& title,
                   Context& context) {
  context.print(
      fmt::format("{}{} {}\n\n", number == 1 ? "" : "\n",
                  styled(fmt::format("{}/{}", number, all), Style::accent, context.out().colour),
                  styled(title, Style::bold, context.out().colour)));
  context.flush();  // before progress, which goes to stderr
}

void print_farewell(const DemoSite& site, const Stopwatch& watch, Context& context) {
  context.print(
      trf("\n{} All of it took {}. The data stays until the next demo; to look "
          "around:\n\n",
          styled(tr("Done."), Style::good, context.out().colour), duration_text(watch.elapsed())));
  const char* const search_path = std::getenv("PATH");
  std::error_code unknown;
  context.print(
      look_around_text({std::filesystem::read_symlink("/proc/self/exe", unknown),
                        search_path == nullptr ? "" : search_path, site.home(), site.lake()}));
}

int demo(const DemoOptions& options, Context& context) {
  const Stopwatch watch;
  const StopFlag& stop = context.stop_gracefully();
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  DemoSite site(context.settings().home);
  DemoTools tools{options, site, catalog, context};
  const std::vector<DemoStage> stages = demo_stages();
  for (std::size_t i = 0; i < stages.size(); ++i) {
    if (stop.requested()) return exit_code(ErrorKind::interrupted);
    print_heading(i + 1, stages.size(), stages[i].title, context);
    const int code = stages[i].run(tools);
    context.flush();
    if (code != 0) return code;
  }
  print_farewell(site, watch, context);
  return options.serve ? serve_demo(site, context) : 0;
}

}  // namespace

Command demo_command(Context& context) {
  const auto options = std::make_shared<DemoOptions>();
  Command command;
  command.name = "demo";
  command.summary = tr("Shows everything on synthetic data: nothing needs to be configured");
  command.details =
      tr("A PostgreSQL and a lake of its own under GDO_HOME/demo (made anew each time), generated "
         "files with faults, a full run, and what became of every record. It touches no other "
         "database or lake. Exit 0 when the books balance.");
  command.options = {
      {"--days", "N", tr("days of slaughter; default 3"), WholeNumber{&options->days, 1, 1400}},
      {"--records", "N", tr("about N records in all, instead of real volumes"),
       WholeNumber{&options->records, 1, 10'000'000'000}},
      {"--serve", "", tr("ends with the dashboard on that data, open until Ctrl-C"),
       &options->serve}};
  command.examples = {"gdo demo", "gdo demo --serve", "gdo demo --days 30",
                      "gdo demo --records 500"};
  command.run = [options, &context] { return demo(*options, context); };
  return command;
}

}  // namespace gdo::app
