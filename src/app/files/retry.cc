#include "app/files/retry.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "app/arguments.h"
#include "app/connections.h"
#include "app/run/run_layers.h"
#include "app/run/run_view.h"
#include "app/terminal/terminal.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "control/log_manager.h"
#include "control/presence.h"
#include "embedded/app_sql.h"
#include "embedded/control_sql.h"
#include "monitor/data_tables.h"
#include "raw/mover.h"
#include "raw/retry.h"

namespace gdo::app {
namespace {

struct RetriedFile {
  enum : int { status, payload, name, path, final_path, final_generation, size, crc32c, sha256 };
};

class Retry {
 public:
  Retry(pg::Connection& connection, store::ObjectStore& store)
      : connection_(connection),
        store_(store),
        log_(control::this_process()),
        claims_(connection, log_, 0, store.uri()),
        late_(store, connection, log_, claims_) {}

  // Empty when the file waits in pending/ again; else why not.
  std::string retry(std::int64_t id) {
    if (late_.deliver_again(id) > 0) return {};
    pg::Transaction transaction(connection_);
    const pg::Result file = connection_.query(app_sql::file_to_retry, {id});
    if (file.rows() == 0) return tr("there is no such file");
    if (std::string refusal = refusal_of(file); !refusal.empty()) return refusal;
    store::MoveRequest request = move_of(file);
    store::MoveResult moved = store_.move_all({&request, 1}).front();
    if (moved.outcome == store::MoveResult::Outcome::source_changed && overwritten_since(request)) {
      moved = store_.move_all({&request, 1}).front();
    }
    if (std::string failure = failure_of(moved); !failure.empty()) return failure;
    // Its next loading writes a row of its own; a broken file's row counts nothing.
    connection_.query(control_sql::forget_file, {id});
    const control::LogEntry entry{.payload = std::string(file.text(0, RetriedFile::payload)),
                                  .file_name = std::string(file.text(0, RetriedFile::name)),
                                  .status = control::LogStatus::success,
                                  .message = "arquivo devolvido a pending/ para nova tentativa",
                                  .details = nlohmann::json{{"arquivo_id", id}}.dump()};
    log_.write(connection_, {&entry, 1});
    transaction.commit();
    return {};
  }

 private:
  std::string refusal_of(const pg::Result& file) const {
    if (file.text(0, RetriedFile::status) != "erro") {
      return trf(
          "its status is {}: only broken files (erro) can be tried again, and files "
          "that changed in done/",
          file.text(0, RetriedFile::status));
    }
    if (file.is_null(0, RetriedFile::final_path)) {
      return tr("it has not reached error/ yet, or its source was overwritten: see gdo run");
    }
    for (const int column : {RetriedFile::path, RetriedFile::final_path}) {
      if (file.text(0, column).starts_with(store_.uri() + "/")) continue;
      return trf("it lies in another lake: {}", file.text(0, column));
    }
    return {};
  }

  store::MoveRequest move_of(const pg::Result& file) const {
    const std::size_t root = store_.uri().size() + 1;
    store::MoveRequest request{
        .from = std::string(file.text(0, RetriedFile::final_path).substr(root)),
        .generation = file.integer(0, RetriedFile::final_generation),
        .content = {},
        .to = std::string(file.text(0, RetriedFile::path).substr(root))};
    request.content.size = static_cast<std::uint64_t>(file.integer(0, RetriedFile::size));
    request.content.crc32c = static_cast<std::uint32_t>(file.integer(0, RetriedFile::crc32c));
    const std::string_view digits = file.text(0, RetriedFile::sha256);
    for (std::size_t i = 0; i < request.content.sha256.size(); ++i) {
      request.content.sha256.at(i) =
          static_cast<std::byte>(std::stoi(std::string(digits.substr(2 * i, 2)), nullptr, 16));
    }
    return request;
  }

  // Someone fixed the file where it lies: its bytes of now are what goes back.
  bool overwritten_since(store::MoveRequest& request) const {
    const auto now = store_.stat(request.from);
    const auto content = now ? raw::content_now(store_, *now) : std::nullopt;
    if (!content) return false;
    request.generation = now->generation;
    request.content = *content;
    request.stamp = now->stamp;
    return true;
  }

  static std::string failure_of(const store::MoveResult& result) {
    switch (result.outcome) {
      case store::MoveResult::Outcome::moved:
        return {};
      case store::MoveResult::Outcome::destination_taken:
        return tr("pending/ holds another file of that name: load it first");
      case store::MoveResult::Outcome::source_changed:
        return tr("the file in error/ is being changed: try again when its writer has finished");
      case store::MoveResult::Outcome::source_missing:
        return tr("the file is not in error/ any more");
      case store::MoveResult::Outcome::failed:
        return result.message;
    }
    return {};
  }

  pg::Connection& connection_;
  store::ObjectStore& store_;
  control::LogManager log_;
  control::Claims claims_;
  raw::LateChanges late_;
};

std::vector<std::int64_t> chosen_ids(const FilesRetryRequest& request, pg::Connection& connection) {
  if (!request.all) return row_ids(request.ids);
  const pg::Result rows = connection.query(app_sql::broken_files, {given(request.payload)});
  std::vector<std::int64_t> ids;
  for (int row = 0; row < rows.rows(); ++row) ids.push_back(rows.integer(row, 0));
  return ids;
}

}  // namespace

int retry_files(const FilesRetryRequest& request, Context& context) {
  if (request.all == !request.ids.empty()) {
    throw Error(ErrorKind::config, tr("say which files: their IDs, or --all; see gdo files list"));
  }
  const control::Presence presence(database(context), lease_of(context.settings()));
  pg::Connection connection(presence.database());
  monitor::require_tables(connection);
  const std::vector<std::int64_t> ids = chosen_ids(request, connection);
  const std::unique_ptr<store::ObjectStore> store = open_lake(context.settings());
  Retry files(connection, *store);
  std::int64_t done = 0;
  std::int64_t failed = 0;
  for (const std::int64_t id : ids) {
    const std::string refusal = files.retry(id);
    ++(refusal.empty() ? done : failed);
    if (!refusal.empty()) context.print(trf("file {}: {}\n", id, printable(refusal)));
  }
  context.print(trf("{} back in pending/\n", counted(done, "file", "files")));
  if (done > 0) context.say(tr("gdo run loads them"));
  return failed > 0 ? 1 : 0;
}

namespace {

// What was taken back leaves the layers above at once.
bool follow(const pg::ConnectOptions& server, Context& context) {
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  const gold::Models models = models_in_use(context.settings(), catalog);
  const RunReport trusted = run_layers("trusted", {}, nullptr, server, catalog, models, context);
  context.print(run_text(trusted, context.out()));
  if (!trusted.success() || trusted.interrupted()) return false;
  const RunReport service = run_layers("service", {}, nullptr, server, catalog, models, context);
  context.print(run_text(service, context.out()));
  return service.success() && !service.interrupted();
}

}  // namespace

int retire_files(const FilesRetireRequest& request, Context& context) {
  const std::vector<std::int64_t> ids = row_ids(request.ids);
  if (ids.empty()) throw Error(ErrorKind::config, tr("say which files: see gdo files list"));
  if (request.why.empty() || !is_storable_text(request.why)) {
    throw Error(ErrorKind::config, tr("say why, in UTF-8: --why TEXT; the ledger keeps it"));
  }
  const control::Presence presence(database(context), lease_of(context.settings()));
  pg::Connection connection(presence.database());
  monitor::require_tables(connection);
  control::LogManager log(control::this_process());
  std::int64_t done = 0;
  for (const std::int64_t id : ids) {
    const std::string refusal = raw::retire_file(connection, log, id, request.why);
    if (refusal.empty()) ++done;
    if (!refusal.empty()) context.print(trf("file {}: {}\n", id, printable(refusal)));
  }
  context.print(trf("{} taken back\n", counted(done, "file", "files")));
  const bool followed = done == 0 || follow(presence.database(), context);
  if (!followed) context.say(tr("trusted or service could not follow yet: gdo run goes on"));
  return followed && done == static_cast<std::int64_t>(ids.size()) ? 0 : 1;
}

}  // namespace gdo::app
