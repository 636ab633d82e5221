#include "app/doctor/lake_checks.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <limits>

#include "app/connections.h"
#include "app/terminal/quantities.h"
#include "base/error.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "raw/pending_list.h"
#include "store/content_hasher.h"

namespace gdo::app {
namespace {

namespace fs = std::filesystem;
using Level = Finding::Level;

constexpr std::string_view kFile = "file://";
constexpr std::string_view kProbe = "gdo doctor writes this to see whether it may.\n";

Finding broken_lake(std::string text, std::string advice, ErrorKind kind) {
  return {"lake", Level::broken, std::move(text), std::move(advice), exit_code(kind)};
}

// How many files wait, counted on the first page of the listing only.
Finding check_list(store::ObjectStore& store) {
  const store::ListPage page = store.list("pending/");
  const std::string count =
      counted(static_cast<std::int64_t>(page.objects.size()), "file", "files");
  const char* const more = page.next.empty() ? "" : tr(" or more");
  return {"lake", Level::fine, trf("lists: {}{} in pending/", count, more)};
}

// Folders that no contract reads, and files without a tenant.
Findings check_pending_names(store::ObjectStore& store, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const raw::PendingSummary summary =
      raw::list_pending(store, catalog, {}, context.settings().tenant,
                        {.bytes = std::numeric_limits<std::uint64_t>::max(), .files = 10000},
                        [](const raw::DeliveryGroup&) { return true; });
  Findings findings;
  for (const std::string& folder : summary.unknown_folders) {
    const auto meant = summary.meant.find(folder);
    findings.push_back(
        {"lake", Level::remark, trf("no contract reads the folder pending/{}", folder),
         meant == summary.meant.end() ? tr("see `gdo contract list` for the payloads")
                                      : trf("did you mean pending/{}?", meant->second)});
  }
  if (summary.without_tenant > 0) {
    findings.push_back(
        {"lake", Level::remark,
         trf("{} without a tenant: {}: {}", counted(summary.without_tenant, "file", "files"),
             summary.unowned.front().name, summary.unowned.front().reason),
         tr("put them under pending/<payload>/cliente=<token>/")});
  }
  for (const std::string& problem : summary.unreadable) {
    findings.push_back(broken_lake(problem, "", ErrorKind::lake_unreachable));
  }
  for (const std::string& link : summary.not_followed) {
    findings.push_back({"lake", Level::remark, link});
  }
  return findings;
}

store::MoveResult move(store::ObjectStore& store, const store::ObjectInfo& from,
                       const std::string& to) {
  const store::MoveRequest request{from.name, from.generation, store::content_of(kProbe), to};
  return store.move_all({&request, 1}).front();
}

Finding moved_finding(const store::MoveResult& result) {
  if (result.outcome == store::MoveResult::Outcome::moved) {
    return {"lake", Level::fine, tr("creates and moves objects")};
  }
  return broken_lake(trf("may create, but not move objects: {}", result.message),
                     tr("give gdo the right to delete objects too (GCS: roles/storage.objectUser)"),
                     ErrorKind::lake_unreachable);
}

// A bucket keeps one small hidden object, which each visit moves to and fro: gdo deletes nothing.
Finding check_bucket_writes(store::ObjectStore& store) {
  const std::string places[] = {".gdo-doctor/a", ".gdo-doctor/b"};
  std::optional<store::ObjectInfo> object = store.stat(places[0]);
  const bool at_first = object.has_value();
  if (!object) object = store.stat(places[1]);
  if (!object) object = store.create(places[0], kProbe);
  return moved_finding(move(store, *object, places[at_first || object->name == places[0] ? 1 : 0]));
}

Finding check_folder_writes(store::ObjectStore& store, const fs::path& root) {
  const auto now = std::chrono::system_clock::now().time_since_epoch().count();
  const std::string name = fmt::format(".gdo-doctor-{}-{}", getpid(), now);
  const std::string target = "done/" + name;
  const bool had_done = fs::exists(root / "done");
  const store::ObjectInfo object = store.create(name, kProbe);
  const Finding finding = moved_finding(move(store, object, target));
  std::error_code ignored;
  fs::remove(root / name, ignored);
  fs::remove(root / target, ignored);
  if (!had_done) fs::remove(root / "done", ignored);
  return finding;
}

// A file is moved out of its folder, so each folder under pending/ must let us.
Findings check_pending_folders(const fs::path& root) {
  Findings findings;
  std::error_code ignored;
  for (const auto& entry : fs::recursive_directory_iterator(root / "pending", ignored)) {
    if (findings.size() == 5) break;
    if (!entry.is_directory(ignored) || access(entry.path().c_str(), W_OK | X_OK) == 0) continue;
    findings.push_back(
        broken_lake(trf("no permission to move files out of {}", entry.path().string()),
                    tr("give this user the right to write there"), ErrorKind::lake_unreachable));
  }
  return findings;
}

Findings check_folder(store::ObjectStore& store, const fs::path& root) {
  std::error_code error;
  if (!fs::is_directory(root, error)) {
    return {broken_lake(trf("{} is no folder", root.string()),
                        tr("create it, or point GDO_LAKE at the lake"),
                        ErrorKind::lake_unreachable)};
  }
  Findings findings = {check_list(store), check_folder_writes(store, root)};
  for (Finding& finding : check_pending_folders(root)) findings.push_back(std::move(finding));
  if (!fs::exists(root / "pending", error)) {
    findings.push_back({"lake", Level::remark, tr("there is no folder pending/: nothing to load"),
                        tr("producers drop files into pending/<payload>/")});
  }
  return findings;
}

}  // namespace

Findings check_lake(Context& context) {
  const std::string& lake = context.settings().lake;
  try {
    const std::unique_ptr<store::ObjectStore> store = open_lake(context.settings());
    Findings findings = {{"lake", Level::fine, store->uri()}};
    const Findings more = lake.starts_with(kFile)
                              ? check_folder(*store, lake.substr(kFile.size()))
                              : Findings{check_list(*store), check_bucket_writes(*store)};
    findings.insert(findings.end(), more.begin(), more.end());
    for (Finding& finding : check_pending_names(*store, context)) {
      findings.push_back(std::move(finding));
    }
    return findings;
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::config) return {broken_lake(error.what(), "", error.kind())};
    return {broken_lake(
        error.what(),
        lake.starts_with("gs://")
            ? tr("check the bucket's name, GOOGLE_APPLICATION_CREDENTIALS and the network")
            : tr("check the folder and its permissions"),
        ErrorKind::lake_unreachable)};
  }
}

}  // namespace gdo::app
