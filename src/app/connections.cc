#include "app/connections.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error.h"
#include "base/log.h"
#include "base/translation.h"
#include "config/connection_string.h"
#include "contract/reader/catalog_loader.h"
#include "pg/cluster/private_cluster.h"
#include "trace/model_way.h"
#include "trace/things.h"

namespace gdo::app {
namespace {

const config::SettingOrigin& origin_of(const config::LoadedSettings& loaded,
                                       std::string_view name) {
  return *std::find_if(loaded.origins.begin(), loaded.origins.end(),
                       [&](const config::SettingOrigin& origin) { return origin.name == name; });
}

bool is_set(const config::LoadedSettings& loaded, std::string_view name) {
  return !origin_of(loaded, name).origin.starts_with("default");
}

bool was_created(const pg::PrivateCluster& cluster) {
  return cluster.status().state != pg::ClusterStatus::State::never_created;
}

pg::ConnectOptions private_database(pg::PrivateCluster& cluster) {
  cluster.start();
  pg::ConnectOptions options;
  options.uri_or_conninfo = cluster.conninfo();
  return options;
}

pg::ConnectOptions database_of(const config::DatabaseSettings& db) {
  pg::ConnectOptions options;
  options.uri_or_conninfo = config::connection_string(db);
  return options;
}

}  // namespace

void refuse_half_settings(const config::LoadedSettings& loaded) {
  for (const std::string_view name : {"DB_USER", "DB_PASSWORD"}) {
    if (!is_set(loaded, name)) continue;
    throw Error(ErrorKind::config,
                trf("{} is set ({}), and DB_HOST is not: set DB_HOST to the server's name, "
                    "or take {} away to work with the private PostgreSQL in {}",
                    name, origin_of(loaded, name).origin, name, loaded.settings.home.string()));
  }
}

pg::ConnectOptions database(Context& context) {
  const config::Settings& settings = context.settings();
  if (!settings.db.host.empty()) return database_of(settings.db);
  refuse_half_settings(context.loaded_settings());
  pg::PrivateCluster cluster(settings.home);
  if (!was_created(cluster)) {
    throw Error(ErrorKind::config,
                trf("there is no database yet: DB_HOST is not set, and {} holds no private "
                    "PostgreSQL. Set DB_HOST, or GDO_HOME to the folder that has one; "
                    "`gdo run` creates it",
                    settings.home.string()));
  }
  return private_database(cluster);
}

pg::ConnectOptions database_to_fill(Context& context) {
  const config::Settings& settings = context.settings();
  if (!settings.db.host.empty()) return database_of(settings.db);
  refuse_half_settings(context.loaded_settings());
  pg::PrivateCluster cluster(settings.home);
  if (!was_created(cluster)) {
    const auto text =
        trf("DB_HOST is not set: creating a private PostgreSQL in {}", settings.home.string());
    // Where nobody named the folder, it may be the wrong one.
    if (is_set(context.loaded_settings(), "GDO_HOME")) {
      log::info("{}", text);
    } else {
      log::warn("{}; GDO_HOME names another folder", text);
    }
  }
  return private_database(cluster);
}

std::chrono::milliseconds lease_of(const config::Settings& settings) {
  return std::chrono::milliseconds(static_cast<std::int64_t>(settings.lease_s * 1000));
}

pg::ConnectOptions api_database(Context& context) {
  const config::Settings& settings = context.settings();
  if (settings.db.host.empty()) {
    pg::ConnectOptions options = database(context);
    options.uri_or_conninfo += " user=gdo_api";
    return options;
  }
  config::DatabaseSettings db = settings.db;
  db.user = db.api_user;
  db.password = db.api_password;
  return {.uri_or_conninfo = config::connection_string(db)};
}

store::StoreOptions store_options(const config::Settings& settings) {
  store::StoreOptions options;
  options.credentials_file = settings.google_credentials;
  options.emulator_host = settings.storage_emulator_host;
  options.subscription = settings.pubsub_subscription;
  options.pubsub_host = settings.pubsub_emulator_host;
  return options;
}

std::unique_ptr<store::ObjectStore> open_lake(const config::Settings& settings) {
  if (settings.lake.empty()) {
    throw Error(ErrorKind::config,
                tr("no lake is set; set GDO_LAKE to a folder (file:///data/lake) or a bucket "
                   "(gs://bucket/prefix), or try `gdo demo`"));
  }
  return store::open_store(settings.lake, store_options(settings));
}

gold::Models models_in_use(const config::Settings& settings, const contract::Catalog& catalog) {
  std::set<std::string, std::less<>> entities;
  for (const contract::Contract& contract : catalog.contracts()) entities.insert(contract.entity);
  gold::Models models = gold::load_models(settings.models, entities);
  trace::require_links(models);
  static_cast<void>(trace::Things(models));  // refuses what traces cannot follow
  return models;
}

gold::Models models_in_use(const config::Settings& settings) {
  if (settings.models.empty()) return gold::built_in_models();
  return models_in_use(settings, contract::load_catalog(settings.contracts));
}

}  // namespace gdo::app
