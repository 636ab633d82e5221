#include "app/connections.h"

#include "base/error.h"
#include "config/connection_string.h"
#include "pg/cluster/private_cluster.h"

namespace gdo::app {

pg::ConnectOptions database(Context& context) {
  const Settings& settings = context.settings();
  pg::ConnectOptions options;
  if (!settings.db.host.empty()) {
    options.uri_or_conninfo = connection_string(settings.db);
    return options;
  }
  pg::PrivateCluster cluster(settings.home);
  cluster.start();
  options.uri_or_conninfo = cluster.conninfo();
  return options;
}

pg::ConnectOptions api_database(Context& context) {
  const Settings& settings = context.settings();
  if (settings.db.host.empty()) {
    pg::ConnectOptions options = database(context);
    options.uri_or_conninfo += " user=gdo_api";
    return options;
  }
  DatabaseSettings db = settings.db;
  db.user = db.api_user;
  db.password = db.api_password;
  return {.uri_or_conninfo = connection_string(db)};
}

StoreOptions store_options(const Settings& settings) {
  StoreOptions options;
  options.credentials_file = settings.google_credentials;
  options.emulator_host = settings.storage_emulator_host;
  return options;
}

std::unique_ptr<ObjectStore> open_lake(const Settings& settings) {
  if (settings.lake.empty()) {
    throw Error(ErrorKind::config,
                "no lake is set; set GDO_LAKE to a folder (file:///data/lake) or a bucket "
                "(gs://bucket/prefix), or try `gdo demo`");
  }
  return open_store(settings.lake, store_options(settings));
}

}  // namespace gdo::app
