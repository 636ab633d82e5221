#include "app/trace/trace_command.h"

#include <fmt/format.h>

#include <limits>
#include <set>

#include "app/connections.h"
#include "app/trace/trace_json.h"
#include "app/trace/trace_text.h"
#include "base/error.h"
#include "monitor/tables_ready.h"
#include "service/tenants.h"
#include "service/trace/absence.h"
#include "service/trace/masking.h"
#include "service/trace/trace.h"

namespace gdo::app {
namespace {

constexpr int kCandidates = 20;
constexpr std::int64_t kShown = 8;

std::string candidates_text(const std::vector<service::FoundKey>& found, bool personal) {
  std::string text;
  for (std::size_t i = 0; i < found.size() && i < kCandidates; ++i) {
    service::FoundKey one = found[i];
    if (!personal) service::mask_personal(one.chave);
    text += "\n  gdo trace " + one.written();
  }
  if (found.size() > kCandidates) text += "\n  …";
  return text;
}

// The one thing that the key means.
service::FoundKey only_one(const std::vector<service::FoundKey>& found,
                           const TraceRequest& request) {
  std::set<std::string> tenants;
  for (const service::FoundKey& one : found) tenants.insert(one.token_cliente);
  if (tenants.size() > 1) {
    throw Error(ErrorKind::config,
                fmt::format("{} is found in several tenants: {}; say which with --cliente",
                            request.key, fmt::join(tenants, ", ")));
  }
  if (found.size() > 1) {
    throw Error(ErrorKind::config,
                fmt::format("{} may mean several things; say which:{}", request.key,
                            candidates_text(found, request.personal)));
  }
  return found.front();
}

[[noreturn]] void report_absence(pg::Connection& connection, const service::WrittenKey& key,
                                 const TraceRequest& request) {
  const std::vector<std::string> tenants = request.tenant.empty()
                                               ? service::known_tenants(connection)
                                               : std::vector<std::string>{request.tenant};
  std::string text = fmt::format(
      "gold knows no {} {}{}",
      key.kind.empty() ? std::string("box, sale, order, lot, animal or farm") : key.kind, key.text,
      request.tenant.empty() ? "" : " of " + request.tenant);
  for (const std::string& reason : service::explain_absence(connection, key, tenants)) {
    text += "\n  " + reason;
  }
  throw Error(ErrorKind::not_found, text);
}

service::TraceLimits limits_of(const TraceRequest& request) {
  service::TraceLimits limits;
  constexpr std::int64_t kAll = std::numeric_limits<std::int32_t>::max();
  if (request.limit == 0) {
    limits = {kAll, kAll};
  } else if (request.limit > 0) {
    limits = {request.limit, request.limit};
  } else if (!request.json) {
    limits = {kShown, kShown};
  }
  return limits;
}

}  // namespace

int trace_key(const TraceRequest& request, Context& context) {
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const service::WrittenKey key = service::read_key(request.key);
  const std::vector<std::string> tenants = request.tenant.empty()
                                               ? service::traced_tenants(connection)
                                               : std::vector<std::string>{request.tenant};
  const auto found = service::find_keys(connection, key, tenants, kCandidates + 1);
  if (found.empty()) report_absence(connection, key, request);
  service::Trace trace = service::trace(connection, only_one(found, request), limits_of(request));
  if (!request.personal) service::mask_personal(trace);
  context.print(request.json ? trace_json(trace) : trace_text(trace, context.out()));
  return 0;
}

}  // namespace gdo::app
