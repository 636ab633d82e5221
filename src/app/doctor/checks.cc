#include "app/doctor/checks.h"

#include <fmt/format.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>
#include <limits>

#include "app/connections.h"
#include "app/migrate/command.h"
#include "base/error.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "config/connection_string.h"
#include "contract/reader/catalog_loader.h"
#include "embedded/app_sql.h"
#include "monitor/layers.h"
#include "pg/cluster/private_cluster.h"
#include "pg/cluster/server_programs.h"
#include "pg/connection.h"
#include "pg/distributed.h"
#include "raw/pending_list.h"
#include "store/content_hasher.h"
#include "store/gcs/notifications.h"

namespace gdo::app {
namespace {

using Level = Finding::Level;

constexpr int kOldestServer = 140000;

Finding fine(std::string text) { return {"database", Level::fine, std::move(text)}; }

Finding broken(std::string text, std::string advice, ErrorKind kind) {
  return {"database", Level::broken, std::move(text), std::move(advice), exit_code(kind)};
}

Findings check_not_created(const config::Settings& settings) {
  const pg::ServerPrograms programs = pg::find_server_programs();
  return {
      {"database", Level::remark,
       trf("private PostgreSQL {} in {}: not created yet", programs.major, settings.home.string()),
       tr("the first run creates it, or `gdo pg start`")}};
}

Finding check_version(pg::Connection& connection) {
  const pg::Result row = connection.query(app_sql::server_version);
  const std::string text =
      trf("PostgreSQL {}, database {}, user {}, {}", row.text(0, 0), row.text(0, 3), row.text(0, 4),
          row.boolean(0, 5) ? tr("encrypted") : tr("not encrypted"));
  if (row.integer(0, 1) < kOldestServer) {
    return broken(text, tr("gdo needs PostgreSQL 14 or newer"), ErrorKind::config);
  }
  if (row.text(0, 2) != "UTF8") {
    return broken(trf("{}: its encoding is {}", text, row.text(0, 2)),
                  tr("create the database with ENCODING 'UTF8'"), ErrorKind::config);
  }
  return fine(text);
}

Findings check_rights(pg::Connection& connection) {
  Findings findings;
  const pg::Result row = connection.query(app_sql::schema_rights);
  if (row.is_null(0, 3) || !row.boolean(0, 0)) {
    findings.push_back(broken(tr("this user may not create tables"),
                              tr("GRANT CREATE ON SCHEMA public to it, or make it the owner"),
                              ErrorKind::config));
  }
  if (row.boolean(0, 1)) {
    findings.push_back(broken(tr("the server is a read-only standby"),
                              tr("point DB_HOST at the primary"), ErrorKind::config));
  }
  if (row.boolean(0, 4) && !row.boolean(0, 1)) {
    findings.push_back(broken(tr("this user may only read: default_transaction_read_only is on"),
                              tr("set it off for the database and the user"), ErrorKind::config));
  }
  if (!row.boolean(0, 2)) {
    findings.push_back({"database", Level::remark, tr("fsync is off: a power cut may lose data"),
                        "set fsync = on"});
  }
  return findings;
}

// Also whether the program is as new as the database, and the contracts fit the tables.
Finding check_tables(pg::Connection& connection, Context& context) {
  try {
    const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
    const gold::Models models = models_in_use(context.settings(), catalog);
    const auto steps = static_cast<std::int64_t>(plan_tables(connection, catalog, models).size());
    if (steps == 0) return fine(tr("the tables are up to date"));
    return {"database", Level::remark, trf("the tables lack {}", counted(steps, "step", "steps")),
            tr("the next run makes them, or `gdo migrate`; --plan shows them")};
  } catch (const Error& error) {
    return broken(error.what(), "", error.kind());
  }
}

// What the ledger says of files that are in no table. Before the tables are there: nothing.
Findings check_files(pg::Connection& connection) {
  const bool ready = connection.query(app_sql::has_version_columns).boolean(0, 0);
  if (!ready) return {};
  const monitor::FileTroubles troubles = monitor::file_troubles(connection, "");
  Findings findings;
  if (troubles.broken > 0) {
    findings.push_back(
        {"files", Level::remark,
         trf("{} broken, in error/", counted(troubles.broken, "file", "files")),
         tr("see `gdo files list --status erro`; fix them, then `gdo files retry`")});
  }
  if (troubles.refused > 0) {
    findings.push_back({"files", Level::remark,
                        trf("{} refused whole, over the contract's rejection limit",
                            counted(troubles.refused, "file", "files")),
                        tr("see `gdo alerts list`")});
  }
  return findings;
}

// Of a cluster (docs/cluster.md): the nodes that do not answer, and the tables of data that are not
// on them.
Findings check_nodes(pg::Connection& connection) {
  if (!pg::is_coordinator(connection)) return {};
  Findings findings;
  const pg::Result away = connection.query(app_sql::nodes_away);
  for (int row = 0; row < away.rows(); ++row) {
    findings.push_back(broken(trf("the node {} of the cluster does not answer", away.text(row, 0)),
                              tr("start it; its own log says why it is not there"),
                              ErrorKind::database_unreachable));
  }
  const pg::Result plain = connection.query(app_sql::tables_not_spread);
  if (!plain.is_null(0, 0)) {
    findings.push_back({"database", Level::remark,
                        trf("not spread over the cluster's nodes: {}", plain.text(0, 0)),
                        tr("spread them, too: create_distributed_table, see docs/cluster.md")});
  }
  return findings;
}

Findings check_server(Context& context) {
  const pg::ConnectOptions server = database(context);
  pg::require_own_session(server);
  pg::Connection connection(server);
  Findings findings = {check_version(connection)};
  for (Finding& finding : check_rights(connection)) findings.push_back(std::move(finding));
  for (Finding& finding : check_nodes(connection)) findings.push_back(std::move(finding));
  findings.push_back(check_tables(connection, context));
  for (Finding& finding : check_files(connection)) findings.push_back(std::move(finding));
  return findings;
}

}  // namespace

Findings check_database(Context& context) {
  const config::Settings& settings = context.settings();
  try {
    if (settings.db.host.empty()) {
      refuse_half_settings(context.loaded_settings());
      const pg::PrivateCluster cluster(settings.home);
      if (cluster.status().state == pg::ClusterStatus::State::never_created) {
        return check_not_created(settings);
      }
    }
    return check_server(context);
  } catch (const Error& error) {
    const std::string advice =
        settings.db.host.empty()
            ? std::string(tr("see `gdo pg status` for its log"))
            : std::string(
                  tr("check DB_HOST, DB_PORT, DB_NAME, DB_USER, DB_PASSWORD and DB_SSLMODE"));
    return {broken(error.what(), advice, error.kind())};
  }
}

namespace {

namespace fs = std::filesystem;

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
    return {broken_lake(trf("{} is not a folder", root.string()),
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
    for (Finding& finding : check_subscription(context.settings())) {
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

namespace {

using Answer = store::SubscriptionState::Answer;

// Without it a watch lists the bucket, so that nothing of this is broken.
Finding remark(std::string text, std::string advice) {
  return {"lake", Finding::Level::remark, std::move(text), std::move(advice)};
}

Finding finding_of(const store::SubscriptionState& state, const std::string& name) {
  switch (state.answer) {
    case Answer::may_pull:
      return {"lake", Finding::Level::fine, trf("hears of new files through {}", name)};
    case Answer::may_not_pull:
      return remark(trf("may not pull from {}, or it is not there", name),
                    tr("check its name, and give gdo the role roles/pubsub.subscriber on it"));
    case Answer::missing:
      return remark(trf("the subscription {} does not exist", name),
                    tr("create it, or check GDO_PUBSUB_SUBSCRIPTION: gcloud pubsub subscriptions "
                       "create NAME --topic=TOPIC --expiration-period=never"));
    case Answer::pushes:
      return remark(trf("the subscription {} pushes its messages: none can be pulled", name),
                    tr("make another without a push endpoint, and set GDO_PUBSUB_SUBSCRIPTION"));
    case Answer::no_topic:
      return remark(trf("the topic of {} was deleted: no message comes any more", name),
                    tr("create the subscription again, of the topic that the bucket notifies"));
    case Answer::not_asked:
      return remark(trf("{} could not be asked about: {}", name, state.problem),
                    tr("check the network, PUBSUB_EMULATOR_HOST and "
                       "GOOGLE_APPLICATION_CREDENTIALS, then run `gdo doctor` again"));
  }
  return {};
}

}  // namespace

Findings check_subscription(const config::Settings& settings) {
  const std::string& name = settings.pubsub_subscription;
  if (name.empty()) return {};
  const auto state = store::subscription_state(settings.lake, store_options(settings));
  if (state) return {finding_of(*state, name)};
  return {remark(tr("GDO_PUBSUB_SUBSCRIPTION is set, but the lake is no bucket"),
                 tr("unset it: a folder is watched without"))};
}

}  // namespace gdo::app
