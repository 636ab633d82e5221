#include <fmt/format.h>
#include <fmt/ranges.h>

#include <fstream>
#include <iostream>
#include <optional>

#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/export/request.h"
#include "app/trace/resolve_key.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "export/trace_export.h"
#include "monitor/data_tables.h"

namespace gdo::app {
namespace {

void require_keys(const ExportRequest& request) {
  if (request.keys.empty() == request.key_file.empty()) {
    throw Error(ErrorKind::config,
                tr("say what is to be traced: gdo export trace KEY..., or --keys FILE with a key a "
                   "line (- is stdin)"));
  }
}

std::string request_text(const ExportRequest& request, const exports::TraceExport& wanted) {
  const nlohmann::json text = {{"documento", "trace"},
                               {"formato", wanted.format},
                               {"cliente", request.tenant},
                               {"pessoais", wanted.personal},
                               {"chaves", request.keys}};
  return text.dump();
}

// The arguments, or the lines of a file or of stdin.
class Keys {
 public:
  explicit Keys(const ExportRequest& request) : words_(request.keys) {
    if (request.key_file.empty() || request.key_file == "-") return;
    file_.open(request.key_file);
    if (!file_) {
      throw Error(ErrorKind::config, trf("cannot read the keys in {}", request.key_file));
    }
  }

  std::optional<std::string> next() {
    if (!words_.empty()) {
      return taken_ < words_.size() ? std::optional(words_[taken_++]) : std::nullopt;
    }
    std::istream& lines = file_.is_open() ? file_ : std::cin;
    std::string line;
    if (std::getline(lines, line)) return line;
    if (lines.bad()) throw Error(ErrorKind::config, tr("the keys could not be read to their end"));
    return std::nullopt;
  }

 private:
  std::vector<std::string> words_;
  std::size_t taken_ = 0;
  std::ifstream file_;
};

// No key in the log: it may be a person's document.
nlohmann::json chosen_by(const ExportRequest& request, const exports::TraceExport& wanted) {
  return {{"formato", wanted.format},
          {"token_cliente", request.tenant},
          {"chaves", request.keys.empty() ? "arquivo" : "argumentos"}};
}

}  // namespace

int export_trace(const ExportRequest& request, Context& context) {
  require_keys(request);
  const StopFlag& stop = context.stop_gracefully();
  Keys keys(request);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  for (const std::string& key : request.keys) {
    static_cast<void>(
        resolve_key(connection, {key, request.tenant, request.personal}, trace::built_in_things()));
  }
  const exports::TraceExport wanted = {.format = request.format.empty() ? "csv" : request.format,
                                       .tenants = tenants_asked(connection, request.tenant),
                                       .personal = request.personal};
  Destination destination(request.out, request_text(request, wanted), request.go_on);
  destination.announce(request.go_on, context);
  std::optional<Disclosure> disclosure;
  if (wanted.personal) disclosure.emplace(connection, "trace", chosen_by(request, wanted));
  const auto report = [&](std::int64_t line, const std::string& key,
                          const std::vector<std::string>& meanings) {
    context.say(meanings.empty() ? trf("warning: line {}: gold knows no {}", line, key)
                                 : trf("warning: line {}: {} may mean {}", line, key,
                                       fmt::join(meanings, ", ")));
  };
  try {
    const exports::TraceExportCount count = exports::export_traces(
        connection, wanted, [&] { return keys.next(); }, destination.start(), destination.output(),
        report, stop);
    if (disclosure) disclosure->complete(count.rows);
    if (destination.is_file()) {
      context.say(trf("{}: {} of {}", request.out, counted(count.rows, "row", "rows"),
                      counted(count.keys, "key", "keys")));
    }
    if (count.unanswered == 0) return 0;
    context.say(trf("{} without an answer", counted(count.unanswered, "key", "keys")));
    return 1;
  } catch (const Error& error) {
    throw destination.with_way_on(error);
  }
}

}  // namespace gdo::app
