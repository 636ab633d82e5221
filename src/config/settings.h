#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::config {

// A secret's text cannot be printed by accident: only reveal() gives it out.
class Secret {
 public:
  Secret() = default;
  explicit Secret(std::string text) : text_(std::move(text)) {}
  const std::string& reveal() const noexcept { return text_; }
  bool empty() const noexcept { return text_.empty(); }

 private:
  std::string text_;
};

struct DatabaseSettings {
  std::string host;  // empty = the private PostgreSQL under Settings::home
  std::string port = "5432";
  std::string name = "gdo";
  std::string user = "gdo";
  Secret password;
  std::string sslmode = "prefer";
  std::string sslrootcert;
  // As whom `gdo serve` logs in: a role that sees only the rows of the tenant it names.
  std::string api_user = "gdo_api";
  Secret api_password;
};

struct Settings {
  DatabaseSettings db;
  std::string lake;                // file:///… or gs://bucket/prefix; empty = none was set
  std::string tenant;              // tenant of files whose path names none; may be empty
  std::filesystem::path home;      // GDO_HOME, absolute
  std::string contracts;           // folder that overrides the built-in contracts; may be empty
  std::string models;              // the same of gold models
  std::string google_credentials;  // GOOGLE_APPLICATION_CREDENTIALS
  std::string storage_emulator_host;
  std::string pubsub_subscription;  // of the lake's bucket; empty = it is listed only
  std::string pubsub_emulator_host;
  double lease_s = 30;  // GDO_LEASE_S
  double settle_s = 2;  // GDO_SETTLE_S
  int workers = 0;      // 0 = one per core
  std::uint64_t max_record_bytes = 64U << 20U;
  int max_depth = 512;
  double max_compression_ratio = 1000;
  std::uint64_t lote_bytes = 256U << 20U;  // files share a lote up to this many bytes
  int lote_files = 1000;                   // and this many files
  Secret alert_webhooks;                   // URLs, several by blanks: they often hold a token
  Secret alert_smtp_url;                   // smtp://user:password@host:587
  std::string alert_email_to;              // addresses, several by blanks
  std::string alertmanager_url;
  Secret heartbeat_url;                   // fetched once a minute while gdo watches
  std::string openlineage_url;            // an endpoint, or a file that events are appended to
  std::string language;                   // pt_BR or en; empty = the locale decides
  std::string listen = "127.0.0.1:8080";  // of gdo serve: ADDR:PORT
  std::string tls_cert;                   // PEM files; both or neither
  std::string tls_key;
  std::string open_routes;  // "metrics docs": without a key from anywhere
  std::uint64_t max_upload = 1024U << 20U;
  int rate_limit = 0;  // requests a second of each key; 0 = as many as it likes
};

// Where a value came from, for `gdo doctor`.
struct SettingOrigin {
  std::string name;    // as its environment variable is spelled
  std::string value;   // redacted when secret; a password inside a URI, too
  std::string origin;  // "environment", ".env:3", "gdo.yaml:7", "default"
};

struct LoadedSettings {
  Settings settings;
  std::vector<SettingOrigin> origins;
  // What looks like an oversight but stops nothing: a misspelt variable of the environment, a .env
  // that others can read. For `gdo doctor`.
  std::vector<std::string> warnings;
};

// The value of an environment variable; empty when it is not set.
using Environment = std::function<std::optional<std::string>(std::string_view name)>;

// Reads the environment, then `.env`, then `gdo.yaml` of `folder` (both optional; GDO_CONFIG names
// another YAML file). A variable that is set but empty hides the sources after it and means the
// default. Throws Error(config) that lists every unknown key, bad value and secret in gdo.yaml with
// its file and line.
LoadedSettings load_settings(const std::filesystem::path& folder);
LoadedSettings load_settings(const std::filesystem::path& folder, const Environment& environment,
                             const std::vector<std::string>& environment_names);

}  // namespace gdo::config
