#include <fmt/format.h>

#include <algorithm>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <new>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/commands.h"
#include "app/context.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "base/version.h"
#include "config/connection_string.h"

namespace gdo::app {
namespace {

// `gdo help trace` is `gdo trace --help`, `gdo version` is `gdo --version`, as other programs have
// it.
std::vector<std::string> spelled_as_options(std::vector<std::string> words) {
  if (words.empty() || (words.front() != "help" && words.front() != "version")) return words;
  const std::string option = "--" + words.front();
  words.erase(words.begin());
  words.push_back(option);
  return words;
}

int run(const Command& root, const std::vector<std::string>& words, Context& context) {
  const Request request = parse(root, spelled_as_options(words));
  switch (request.kind) {
    case Request::Kind::version:
      context.print(fmt::format("gdo {}\n", kVersion));
      return 0;
    case Request::Kind::help:
      context.print(help_text(request.path, context.out()));
      return 0;
    case Request::Kind::run:
      break;
  }
  // What programs read has one language.
  context.json = std::find(words.begin(), words.end(), "--json") != words.end();
  if (context.json) set_language(Language::english);
  if (context.quiet) log::set_level(log::Level::warn);
  if (context.verbose) log::set_level(log::Level::debug);
  if (!request.path.back()->run) {
    // `gdo` or `gdo files` alone: a question, but scripts must notice that nothing was done.
    context.print(help_text(request.path, context.out()));
    return exit_code(ErrorKind::config);
  }
  return request.path.back()->run();
}

// One clear line (more only where there is a list of mistakes), and never a password.
void report(const std::string& message, const Context& context) {
  std::string text;
  std::istringstream lines(config::redact_uri(message));
  for (std::string line; std::getline(lines, line);) {
    if (!text.empty()) text += '\n';
    text += printable(line);
  }
  write_stderr(fmt::format("{} {}\n", styled("gdo:", Style::bad, context.err().colour), text));
}

std::optional<std::string> variable(std::string_view name) {
  const char* const value = std::getenv(std::string(name).c_str());
  if (value == nullptr) return std::nullopt;
  return std::string(value);
}

int guarded_run(const std::vector<std::string>& words, Context& context) {
  try {
    const int code = run(command_tree(context), words, context);
    context.flush();
    return code;
  } catch (const Error& error) {
    report(error.what(), context);
    return exit_code(error.kind());
  } catch (const std::bad_alloc&) {
    report(tr("out of memory; fewer workers (GDO_WORKERS) or smaller batches (GDO_LOTE_BYTES) "
              "need less"),
           context);
    return exit_code(ErrorKind::transient);
  } catch (const std::exception& error) {
    report(trf("unexpected: {}", error.what()), context);
    return exit_code(ErrorKind::internal);
  }
}

}  // namespace
}  // namespace gdo::app

int main(int argc, char** argv) {
  gdo::app::occupy_standard_streams();
  // A closed pipe is reported by the write that fails.
  std::signal(SIGPIPE, SIG_IGN);
  gdo::set_language(gdo::language_of(gdo::app::variable));
  gdo::StopFlag stop;
  gdo::app::Context context(stop);
  return gdo::app::guarded_run(std::vector<std::string>(argv + 1, argv + argc), context);
}
