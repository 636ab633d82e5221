#include "pg/migrations.h"

#include <fmt/format.h>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cassert>

#include "base/log.h"
#include "base/translation.h"

namespace gdo::pg {
namespace {

// Any number, the same in every version of gdo: "gdo migr" in ASCII.
constexpr std::int64_t kLock = 0x67646F206D696772;

constexpr int kPatience = 30;  // times the session's lock_timeout

constexpr const char* kCreateTable =
    "CREATE TABLE IF NOT EXISTS migracao ("
    "  versao integer PRIMARY KEY,"
    "  nome text NOT NULL,"
    "  sha256 text NOT NULL,"
    "  aplicada_em timestamptz NOT NULL DEFAULT now(),"
    "  versao_programa text NOT NULL)";

std::string sha256_of(std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, EVP_sha256(), nullptr);
  return fmt::format("{:02x}", fmt::join(digest.begin(), digest.begin() + size, ""));
}

struct Applied {
  int version;
  std::string name;
  std::string sha256;
  std::string program_version;
};

std::vector<Applied> applied_migrations(Connection& connection) {
  if (connection.query("SELECT to_regclass('migracao')").is_null(0, 0)) return {};
  const Result rows = connection.query(
      "SELECT versao, nome, sha256, versao_programa FROM migracao ORDER BY versao");
  std::vector<Applied> applied;
  for (int i = 0; i < rows.rows(); ++i) {
    applied.push_back({static_cast<int>(rows.integer(i, 0)), std::string(rows.text(i, 1)),
                       std::string(rows.text(i, 2)), std::string(rows.text(i, 3))});
  }
  return applied;
}

[[noreturn]] void refuse_newer(const Applied& newer, std::span<const Migration> known) {
  const int newest = known.empty() ? 0 : known.back().version;
  throw Error(ErrorKind::config,
              trf("the database has migration {} ({}), applied by gdo {}, which this gdo "
                  "does not know (it knows up to {}): upgrade gdo",
                  newer.version, newer.name, newer.program_version, newest));
}

[[noreturn]] void refuse_changed(const Applied& applied, const Migration& known) {
  throw Error(ErrorKind::config,
              trf("migration {} ({}) is not the text that gdo {} applied to this database: "
                  "use the gdo it was made with, or a later release",
                  known.version, known.name, applied.program_version));
}

// Session-wide, taken before the table is read; the server lets go of it when we die.
class MigrationLock {
 public:
  explicit MigrationLock(Connection& connection) : connection_(connection) {
    if (connection_.query("SELECT pg_try_advisory_lock($1)", {kLock}).boolean(0, 0)) return;
    log::info("another gdo is upgrading the tables: waiting for it");
    for (int tries = 1; !locked(); ++tries) {
      if (tries < kPatience) continue;
      throw Error(
          ErrorKind::transient,
          tr("another gdo is still upgrading the tables, or hangs: see pg_stat_activity, then "
             "try again"),
          "55P03");
    }
  }
  ~MigrationLock() {
    try {
      connection_.query("SELECT pg_advisory_unlock($1)", {kLock});
    } catch (const Error&) {
      // The connection is lost, and the lock with it.
    }
  }
  MigrationLock(const MigrationLock&) = delete;
  MigrationLock& operator=(const MigrationLock&) = delete;

 private:
  // False when the session's lock_timeout came first.
  bool locked() {
    try {
      connection_.query("SELECT pg_advisory_lock($1)", {kLock});
      return true;
    } catch (const Error& error) {
      if (error.sqlstate() != "55P03") throw;
      return false;
    }
  }

  Connection& connection_;
};

void apply(Connection& connection, const Migration& migration, std::string_view program_version) {
  log::debug("applying migration {} ({})", migration.version, migration.name);
  try {
    Transaction transaction(connection);
    connection.execute(migration.sql);
    if (!connection.in_transaction()) {
      throw Error(ErrorKind::internal, "it ends its own transaction");
    }
    connection.query(
        "INSERT INTO migracao (versao, nome, sha256, versao_programa) VALUES ($1, $2, $3, $4)",
        {migration.version, migration.name, sha256_of(migration.sql), program_version});
    transaction.commit();
  } catch (const Error& error) {
    throw Error(error.kind(),
                trf("migration {} ({}): {}", migration.version, migration.name, error.what()),
                error.sqlstate());
  }
}

}  // namespace

std::vector<Migration> plan(Connection& connection, std::span<const Migration> migrations) {
  assert(std::is_sorted(migrations.begin(), migrations.end(),
                        [](const auto& a, const auto& b) { return a.version <= b.version; }));
  const auto applied = applied_migrations(connection);
  std::vector<Migration> missing;
  auto next = applied.begin();
  for (const auto& migration : migrations) {
    if (next == applied.end() || next->version > migration.version) {
      missing.push_back(migration);
      continue;
    }
    if (next->version < migration.version) refuse_newer(*next, migrations);
    if (next->sha256 != sha256_of(migration.sql)) refuse_changed(*next, migration);
    ++next;
  }
  if (next != applied.end()) refuse_newer(*next, migrations);
  return missing;
}

std::vector<Migration> migrate(Connection& connection, std::span<const Migration> migrations,
                               std::string_view program_version) {
  const MigrationLock lock(connection);
  auto missing = plan(connection, migrations);
  if (!missing.empty()) connection.execute(kCreateTable);
  for (const auto& migration : missing) apply(connection, migration, program_version);
  return missing;
}

}  // namespace gdo::pg
