#include "app/trace/resolve_key.h"

#include <fmt/format.h>

#include <set>

#include "base/error.h"
#include "base/translation.h"
#include "gold/changes.h"
#include "trace/masking.h"
#include "trace/trace_missing.h"

namespace gdo::app {
namespace {

constexpr int kMeaningsShown = 20;

std::string candidates_text(const std::vector<trace::FoundKey>& found, bool personal) {
  std::string text;
  for (std::size_t i = 0; i < found.size() && i < kMeaningsShown; ++i) {
    trace::FoundKey one = found[i];
    if (!personal) trace::mask_personal(one.key);
    text += "\n  gdo trace " + one.written();
  }
  if (found.size() > kMeaningsShown) text += "\n  …";
  return text;
}

// The one thing that the key means.
trace::FoundKey only_one(const std::vector<trace::FoundKey>& found, const KeyQuery& meant) {
  std::set<std::string> tenants;
  for (const trace::FoundKey& one : found) tenants.insert(one.tenant);
  if (tenants.size() > 1) {
    throw Error(ErrorKind::config,
                trf("{} is found in several tenants: {}; say which with --cliente", meant.key,
                    fmt::join(tenants, ", ")));
  }
  if (found.size() > 1) {
    throw Error(ErrorKind::config, trf("{} may mean several things; say which:{}", meant.key,
                                       candidates_text(found, meant.personal)));
  }
  return found.front();
}

[[noreturn]] void report_absence(pg::Connection& connection, const trace::WrittenKey& key,
                                 const KeyQuery& meant) {
  const std::vector<std::string> tenants = meant.tenant.empty()
                                               ? gold::known_tenants(connection)
                                               : std::vector<std::string>{meant.tenant};
  std::string text =
      trf("gold knows no {} {}{}",
          key.kind.empty() ? std::string(tr("box, sale, order, lot, animal or farm")) : key.kind,
          key.text, meant.tenant.empty() ? std::string() : trf(" of {}", meant.tenant));
  for (const std::string& reason : trace::explain_absence(connection, key, tenants)) {
    text += "\n  " + reason;
  }
  throw Error(ErrorKind::not_found, text);
}

}  // namespace

std::vector<std::string> tenants_asked(pg::Connection& connection, const std::string& tenant) {
  if (!tenant.empty()) return {tenant};
  return trace::traced_tenants(connection);
}

trace::FoundKey resolve_key(pg::Connection& connection, const KeyQuery& meant,
                            const trace::Things& things) {
  const trace::WrittenKey key = trace::read_key(meant.key, things);
  const auto found = trace::find_keys(connection, key, tenants_asked(connection, meant.tenant),
                                      kMeaningsShown + 1, things);
  if (found.empty()) report_absence(connection, key, meant);
  return only_one(found, meant);
}

}  // namespace gdo::app
