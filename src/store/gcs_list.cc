#include "store/gcs_list.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>

#include "base/error.h"
#include "store/gcs_json.h"
#include "store/gcs_retry.h"
#include "store/object_name.h"

namespace gdo {
namespace {

[[noreturn]] void cannot_list(const GcsCaller& caller, const HttpResponse& response) {
  const GcsAddress& address = caller.address();
  if (response.whole() && (response.status == 403 || response.status == 401))
    caller.refuse(response);
  if (response.whole() && response.status == 404)
    throw Error(ErrorKind::lake_unreachable,
                fmt::format("there is no bucket {} at {} ({}); create it, or set GDO_LAKE",
                            address.bucket(), address.endpoint(), describe(response)));
  throw Error(worth_retrying(response) ? ErrorKind::transient : ErrorKind::lake_unreachable,
              fmt::format("cannot list {}: {}", address.uri(), describe(response)));
}

// A name that does not begin as asked shows that the answer is garbled.
std::optional<ListPage> lake_page(const GcsAddress& address, const std::string& full_prefix,
                                  GcsListPage listed) {
  ListPage page;
  page.next = std::move(listed.next);
  page.objects.reserve(listed.objects.size());
  for (ObjectInfo& info : listed.objects) {
    if (!info.name.starts_with(full_prefix)) return std::nullopt;
    const std::string_view name = address.lake_name(info.name);
    if (name.empty() || ignored_name(name)) continue;
    info.name = std::string(name);
    page.objects.push_back(std::move(info));
  }
  const auto by_name = [](const ObjectInfo& left, const ObjectInfo& right) {
    return left.name < right.name;
  };
  if (!std::is_sorted(page.objects.begin(), page.objects.end(), by_name))
    std::sort(page.objects.begin(), page.objects.end(), by_name);
  return page;
}

}  // namespace

Task<ListPage> list_gcs(GcsCaller& caller, std::string prefix, std::string page) {
  const std::string full_prefix = caller.address().full_name(prefix);
  while (true) {
    HttpRequest request;
    request.url = caller.address().list(prefix, page);
    std::optional<ListPage> listed;
    HttpResponse response =
        co_await caller.call(std::move(request), [&](const HttpResponse& answer) {
          auto parsed = parse_gcs_list(answer.body);
          listed.reset();
          if (parsed) listed = lake_page(caller.address(), full_prefix, std::move(*parsed));
          return listed.has_value();
        });
    if (!response.success()) cannot_list(caller, response);
    if (!listed->objects.empty() || listed->next.empty() || listed->next == page)
      co_return std::move(*listed);
    page = std::move(listed->next);
  }
}

}  // namespace gdo
