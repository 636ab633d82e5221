#include "export/documents.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <set>

#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/export/request.h"
#include "app/trace/resolve_key.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "monitor/data_tables.h"

namespace gdo::app {
namespace {

constexpr int kCandidates = 20;
// What the EU's information system takes per statement.
constexpr std::size_t kLargestStatement = 25'000'000;

// The one box or sale that --box or --sale means.
trace::FoundKey asked_key(pg::Connection& connection, const ExportRequest& request) {
  const bool box = !request.box.empty();
  const trace::WrittenKey key = {.kind = box ? "caixa" : "pedido",
                                 .text = box ? request.box : request.sale};
  const auto found =
      trace::find_keys(connection, key, tenants_asked(connection, request.tenant), kCandidates);
  if (found.empty()) {
    throw Error(ErrorKind::not_found, trf("gold knows no {} {}", box ? "box" : "sale", key.text));
  }
  if (found.size() == 1) return found.front();
  std::string meanings;
  for (const auto& one : found) meanings += "\n  " + one.tenant + " " + one.written();
  throw Error(ErrorKind::config,
              trf("{} may mean several things; say which, with its whole key and --cliente:{}",
                  key.text, meanings));
}

trace::EventScope scope_of(const ExportRequest& request, std::string tenant) {
  trace::EventScope scope;
  scope.tenant = std::move(tenant);
  if (request.base_uri.empty()) return scope;
  if (!request.base_uri.starts_with("https://") && !request.base_uri.starts_with("http://")) {
    throw Error(ErrorKind::config, tr("--base-uri wants an address like https://id.example.com"));
  }
  scope.base_uri = request.base_uri;
  while (scope.base_uri.ends_with('/')) scope.base_uri.pop_back();
  return scope;
}

void require_one_subject(const ExportRequest& request, bool days_will_do) {
  const bool days = !request.from.empty() || !request.to.empty();
  const int subjects = static_cast<int>(!request.box.empty()) +
                       static_cast<int>(!request.sale.empty()) + static_cast<int>(days);
  if (subjects == 1 && (days_will_do || !days)) return;
  throw Error(ErrorKind::config,
              trf("say what {} is about: --box KEY or --sale KEY{}", request.what,
                  days_will_do ? ", or --from DAY and --to DAY" : ""));
}

// What makes one document's part another's.
std::string request_text(const ExportRequest& request, const std::string& tenant,
                         const std::string& base_uri) {
  const nlohmann::json text = {{"documento", request.what}, {"cliente", tenant},
                               {"caixa", request.box},      {"venda", request.sale},
                               {"de", request.from},        {"ate", request.to},
                               {"base", base_uri},          {"pessoais", request.personal}};
  return text.dump();
}

// The tenant of a document of days.
std::string only_tenant(pg::Connection& connection, const ExportRequest& request) {
  const auto tenants = tenants_asked(connection, request.tenant);
  if (tenants.size() == 1) return tenants.front();
  throw Error(ErrorKind::config, trf("there are {} tenants ({}); say which with --cliente",
                                     tenants.size(), fmt::join(tenants, ", ")));
}

void warn_of_gaps(const exports::EudrCount& count, const Context& context) {
  const auto warn = [&](std::int64_t number, const char* what, const char* list) {
    if (number > 0) {
      context.say(trf("warning: {} {}, see {}", count_text(number), what, list));
    }
  };
  warn(count.boxes_untraceable, "boxes are not traceable", "caixas_nao_rastreaveis");
  warn(count.farms_without_place, "farms have no coordinates", "fazendas_sem_coordenadas");
  warn(count.lots_without_farm, "lots have no known farm", "lotes_sem_fazenda");
  if (count.bytes > kLargestStatement) {
    context.say(
        tr("warning: larger than the 25 MB that one statement may hold; export parts of it"));
  }
}

}  // namespace

int export_epcis(const ExportRequest& request, Context& context) {
  require_one_subject(request, true);
  const StopFlag& stop = context.stop_gracefully();
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  std::optional<trace::FoundKey> key;
  if (!request.box.empty() || !request.sale.empty()) key = asked_key(connection, request);
  const trace::EventScope scope =
      scope_of(request, key ? key->tenant : only_tenant(connection, request));
  Destination destination(request.out, request_text(request, scope.tenant, scope.base_uri),
                          request.go_on);
  destination.announce(request.go_on, context);
  pg::Transaction transaction(connection, pg::Isolation::snapshot);
  const std::string created = exports::epcis_created(connection, scope.tenant);
  if (key) {
    trace::scope_of_key(connection, scope, *key);
  } else {
    trace::scope_of_days(connection, scope, request.from, request.to);
  }
  try {
    const std::int64_t events = exports::export_epcis(
        connection, scope, created, destination.start(), destination.output(), stop);
    context.say(counted(events, "event", "events"));
  } catch (const Error& error) {
    throw destination.with_way_on(error);
  }
  return 0;
}

int export_eudr(const ExportRequest& request, Context& context) {
  require_one_subject(request, false);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const trace::FoundKey key = asked_key(connection, request);
  const trace::EventScope scope = scope_of(request, key.tenant);
  // Where a person's farm is, to the metre, is what the document is for: it is noted in any case.
  Disclosure disclosure(
      connection, "eudr",
      {{"objeto", key.written()}, {"token_cliente", key.tenant}, {"nomes", request.personal}});
  pg::Transaction transaction(connection, pg::Isolation::snapshot);
  trace::scope_of_key(connection, scope, key);
  Destination destination(request.out, request_text(request, scope.tenant, scope.base_uri),
                          request.go_on);
  destination.announce(request.go_on, context);
  const exports::EudrCount count =
      exports::export_eudr(connection, scope, key, request.personal, destination.output());
  transaction.commit();
  disclosure.complete(count.farms);
  warn_of_gaps(count, context);
  return 0;
}

}  // namespace gdo::app
