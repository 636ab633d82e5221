#include "config/setting_specs.h"

#include <fmt/format.h>

#include <array>

#include "base/translation.h"
#include "config/connection_string.h"

namespace gdo::config {
namespace {

using Path = std::filesystem::path;

constexpr std::uint64_t kMiB = 1ULL << 20U;

ValueError check_port(std::string_view text) {
  std::int64_t port = 0;
  return read_integer(text, 1, 65535, port);
}

ValueError accept_any(std::string_view) { return std::nullopt; }

// Setters for the members of a struct: text that a check accepted, and numbers in a range.
template <auto Member, auto Check>
ValueError db_text(Settings& settings, std::string_view text, const Path&) {
  if (ValueError value_error = Check(text)) return value_error;
  settings.db.*Member = std::string(text);
  return std::nullopt;
}

template <auto Member, auto Check>
ValueError text(Settings& settings, std::string_view value, const Path&) {
  if (ValueError value_error = Check(value)) return value_error;
  settings.*Member = std::string(value);
  return std::nullopt;
}

template <auto Member>
ValueError path(Settings& settings, std::string_view value, const Path& base) {
  settings.*Member = absolute_path(value, base).string();
  return std::nullopt;
}

template <auto Member, std::int64_t Low, std::int64_t High>
ValueError integer(Settings& settings, std::string_view value, const Path&) {
  std::int64_t number = 0;
  if (ValueError value_error = read_integer(value, Low, High, number)) return value_error;
  settings.*Member = static_cast<int>(number);
  return std::nullopt;
}

template <auto Member, std::uint64_t Low, std::uint64_t High>
ValueError bytes(Settings& settings, std::string_view value, const Path&) {
  return read_bytes(value, Low, High, settings.*Member);
}

template <auto Member>
ValueError db_secret(Settings& settings, std::string_view value, const Path&) {
  settings.db.*Member = Secret(std::string(value));
  return std::nullopt;
}

template <auto Member>
ValueError secret_text(Settings& settings, std::string_view value, const Path&) {
  settings.*Member = Secret(std::string(value));
  return std::nullopt;
}

ValueError sslrootcert(Settings& settings, std::string_view value, const Path& base) {
  // "system" is libpq's word for the certificates of the operating system.
  settings.db.sslrootcert = value == "system" ? "system" : absolute_path(value, base).string();
  return std::nullopt;
}

ValueError lake(Settings& settings, std::string_view value, const Path& base) {
  return read_lake(value, base, settings.lake);
}

// An endpoint stays as it is; anything else is a file.
ValueError openlineage(Settings& settings, std::string_view value, const Path& base) {
  const bool endpoint = value.starts_with("http://") || value.starts_with("https://");
  if (!endpoint && value.starts_with("file://"))
    value.remove_prefix(std::string_view("file://").size());
  settings.openlineage_url = endpoint ? std::string(value) : absolute_path(value, base).string();
  return std::nullopt;
}

ValueError check_language(std::string_view value) {
  if (value == "pt_BR" || value == "en") return std::nullopt;
  return tr("must be pt_BR or en");
}

ValueError lease(Settings& settings, std::string_view value, const Path&) {
  return read_real(value, 0.1, 3600, settings.lease_s);
}

ValueError settle(Settings& settings, std::string_view value, const Path&) {
  return read_real(value, 0, 3600, settings.settle_s);
}

ValueError ratio(Settings& settings, std::string_view value, const Path&) {
  return read_real(value, 1, 1e6, settings.max_compression_ratio);
}

template <auto Member>
std::string show(const Settings& settings) {
  return redact_uri(fmt::format("{}", settings.*Member));
}

template <auto Member>
std::string show_db(const Settings& settings) {
  return redact_uri(settings.db.*Member);
}

std::string show_home(const Settings& settings) { return settings.home.string(); }

template <auto Member>
std::string show_db_secret(const Settings& settings) {
  return (settings.db.*Member).empty() ? "" : std::string(kRedacted);
}

template <auto Member>
std::string show_secret(const Settings& settings) {
  return (settings.*Member).empty() ? "" : std::string(kRedacted);
}

using Db = DatabaseSettings;

constexpr std::array kSpecs = {
    SettingSpec{"DB_HOST", "db.host", db_text<&Db::host, check_host>, show_db<&Db::host>},
    SettingSpec{"DB_PORT", "db.port", db_text<&Db::port, check_port>, show_db<&Db::port>},
    SettingSpec{"DB_NAME", "db.name", db_text<&Db::name, accept_any>, show_db<&Db::name>},
    SettingSpec{"DB_USER", "db.user", db_text<&Db::user, accept_any>, show_db<&Db::user>},
    SettingSpec{"DB_PASSWORD", "", db_secret<&Db::password>, show_db_secret<&Db::password>},
    SettingSpec{"DB_SSLMODE", "db.sslmode", db_text<&Db::sslmode, check_sslmode>,
                show_db<&Db::sslmode>},
    SettingSpec{"DB_SSLROOTCERT", "db.sslrootcert", sslrootcert, show_db<&Db::sslrootcert>},
    SettingSpec{"GDO_API_DB_USER", "db.api_user", db_text<&Db::api_user, accept_any>,
                show_db<&Db::api_user>},
    SettingSpec{"GDO_API_DB_PASSWORD", "", db_secret<&Db::api_password>,
                show_db_secret<&Db::api_password>},
    SettingSpec{"GDO_LAKE", "lake", lake, show<&Settings::lake>},
    SettingSpec{"GDO_TOKEN_CLIENTE", "token_cliente", text<&Settings::tenant, check_tenant>,
                show<&Settings::tenant>},
    SettingSpec{"GDO_HOME", "home", path<&Settings::home>, show_home},
    SettingSpec{"GDO_CONTRACTS", "contracts", path<&Settings::contracts>,
                show<&Settings::contracts>},
    SettingSpec{"GDO_MODELS", "models", path<&Settings::models>, show<&Settings::models>},
    SettingSpec{"GOOGLE_APPLICATION_CREDENTIALS", "google_credentials",
                path<&Settings::google_credentials>, show<&Settings::google_credentials>},
    SettingSpec{"STORAGE_EMULATOR_HOST", "storage_emulator_host",
                text<&Settings::storage_emulator_host, check_emulator_host>,
                show<&Settings::storage_emulator_host>},
    SettingSpec{"GDO_PUBSUB_SUBSCRIPTION", "pubsub_subscription",
                text<&Settings::pubsub_subscription, check_subscription>,
                show<&Settings::pubsub_subscription>},
    SettingSpec{"PUBSUB_EMULATOR_HOST", "pubsub_emulator_host",
                text<&Settings::pubsub_emulator_host, check_emulator_host>,
                show<&Settings::pubsub_emulator_host>},
    SettingSpec{"GDO_WORKERS", "raw.workers", integer<&Settings::workers, 0, 256>,
                show<&Settings::workers>},
    SettingSpec{"GDO_LOTE_BYTES", "raw.lote_bytes",
                bytes<&Settings::lote_bytes, 1ULL, 16384 * kMiB>, show<&Settings::lote_bytes>},
    SettingSpec{"GDO_LOTE_FILES", "raw.lote_files", integer<&Settings::lote_files, 1, 100000>,
                show<&Settings::lote_files>},
    SettingSpec{"GDO_LEASE_S", "raw.lease_s", lease, show<&Settings::lease_s>},
    SettingSpec{"GDO_SETTLE_S", "raw.settle_s", settle, show<&Settings::settle_s>},
    SettingSpec{"GDO_MAX_RECORD_BYTES", "raw.max_record_bytes",
                bytes<&Settings::max_record_bytes, 16ULL, 256 * kMiB>,
                show<&Settings::max_record_bytes>},
    SettingSpec{"GDO_MAX_DEPTH", "raw.max_depth", integer<&Settings::max_depth, 1, 1024>,
                show<&Settings::max_depth>},
    SettingSpec{"GDO_MAX_COMPRESSION_RATIO", "raw.max_compression_ratio", ratio,
                show<&Settings::max_compression_ratio>},
    SettingSpec{"GDO_ALERT_WEBHOOK", "", secret_text<&Settings::alert_webhooks>,
                show_secret<&Settings::alert_webhooks>},
    SettingSpec{"GDO_ALERT_SMTP_URL", "", secret_text<&Settings::alert_smtp_url>,
                show_secret<&Settings::alert_smtp_url>},
    SettingSpec{"GDO_ALERT_EMAIL_TO", "alerts.email_to",
                text<&Settings::alert_email_to, accept_any>, show<&Settings::alert_email_to>},
    SettingSpec{"GDO_ALERTMANAGER_URL", "alerts.alertmanager_url",
                text<&Settings::alertmanager_url, accept_any>, show<&Settings::alertmanager_url>},
    SettingSpec{"GDO_HEARTBEAT_URL", "", secret_text<&Settings::heartbeat_url>,
                show_secret<&Settings::heartbeat_url>},
    SettingSpec{"OPENLINEAGE_URL", "openlineage_url", openlineage,
                show<&Settings::openlineage_url>},
    SettingSpec{"GDO_IDIOMA", "idioma", text<&Settings::language, check_language>,
                show<&Settings::language>},
    SettingSpec{"GDO_LISTEN", "serve.listen", text<&Settings::listen, check_listen>,
                show<&Settings::listen>},
    SettingSpec{"GDO_TLS_CERT", "serve.tls_cert", path<&Settings::tls_cert>,
                show<&Settings::tls_cert>},
    SettingSpec{"GDO_TLS_KEY", "serve.tls_key", path<&Settings::tls_key>, show<&Settings::tls_key>},
    SettingSpec{"GDO_OPEN_ROUTES", "serve.open_routes",
                text<&Settings::open_routes, check_open_routes>, show<&Settings::open_routes>},
    SettingSpec{"GDO_MAX_UPLOAD", "serve.max_upload",
                bytes<&Settings::max_upload, 1024ULL, 1048576 * kMiB>, show<&Settings::max_upload>},
    SettingSpec{"GDO_RATE_LIMIT", "serve.rate_limit", integer<&Settings::rate_limit, 0, 1000000>,
                show<&Settings::rate_limit>},
};

}  // namespace

std::span<const SettingSpec> setting_specs() { return kSpecs; }

}  // namespace gdo::config
