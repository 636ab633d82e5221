#include "api/pool.h"

#include <fmt/format.h>

#include "api/call.h"
#include "base/encodings.h"
#include "base/error.h"
#include "base/log.h"
#include "pg/distributed.h"
#include "pg/repeated_statements.h"

namespace gdo::api {
namespace {

constexpr std::chrono::milliseconds kPause{300};

}  // namespace

std::unique_ptr<pg::Connection> Pool::take() {
  for (;;) {
    std::unique_ptr<pg::Connection> connection;
    {
      const std::lock_guard lock(mutex_);
      if (idle_.empty()) break;
      connection = std::move(idle_.back());
      idle_.pop_back();
    }
    if (pg::await_rollback(*connection) && connection->alive()) return connection;
    const std::lock_guard lock(mutex_);
    --open_;
  }
  {
    const std::lock_guard lock(mutex_);
    if (std::chrono::steady_clock::now() < unreachable_until_) {
      throw Error(ErrorKind::database_unreachable, "PostgreSQL could not be reached a moment ago");
    }
  }
  try {
    auto connection = std::make_unique<pg::Connection>(options_);
    pg::remember_statements(*connection);
    const bool of_nodes = pg::is_coordinator(*connection);
    const std::lock_guard lock(mutex_);
    of_nodes_ = of_nodes;
    ++open_;
    return connection;
  } catch (const Error&) {
    const std::lock_guard lock(mutex_);
    unreachable_until_ = std::chrono::steady_clock::now() + kPause;
    throw;
  }
}

void Pool::give_back(std::unique_ptr<pg::Connection> connection) noexcept {
  pg::start_rollback(*connection);
  const bool usable = connection->alive();
  const std::lock_guard lock(mutex_);
  if (usable) {
    idle_.push_back(std::move(connection));
  } else {
    --open_;
  }
}

std::unique_ptr<pg::Connection> Pool::take_for_good() {
  auto connection = take();
  const std::lock_guard lock(mutex_);
  --open_;
  return connection;
}

std::size_t Pool::open() const {
  const std::lock_guard lock(mutex_);
  return open_;
}

bool Pool::of_nodes() const {
  const std::lock_guard lock(mutex_);
  return of_nodes_;
}

std::size_t Pool::idle() const {
  const std::lock_guard lock(mutex_);
  return idle_.size();
}

Session::Session(Pool& pool, const Call& call, std::chrono::seconds timeout, Mode mode,
                 std::string moment)
    : Session(pool, call.client(),
              {.tenant = call.tenant,
               .role = call.caller->database_role(),
               .mode = mode,
               .timeout = timeout,
               .moment = std::move(moment)}) {}

// What begins the transaction travels with the first statement in it.
Session::Session(Pool& pool, ClientLink* link, const Options& options)
    : pool_(pool), connection_(pool.take()) {
  watch_ = std::make_unique<ClientLink::Watch>(link, *connection_);
  try {
    // Who left before could not be cancelled any more.
    if (link != nullptr && link->gone()) throw Error(ErrorKind::interrupted, "the client left");
    std::vector<std::string> begin = {
        fmt::format("BEGIN ISOLATION LEVEL REPEATABLE READ, READ {}",
                    options.mode == Mode::read ? "ONLY" : "WRITE"),
        fmt::format("SET LOCAL gdo.cliente = {}", quoted_literal(options.tenant)),
        fmt::format("SET LOCAL statement_timeout = {}",
                    std::chrono::milliseconds(options.timeout).count())};
    if (!options.moment.empty()) {
      begin.push_back("SET TRANSACTION SNAPSHOT " + quoted_literal(options.moment));
    }
    if (!options.role.empty()) {
      begin.push_back(fmt::format("SET LOCAL gdo.papel = {}", quoted_literal(options.role)));
    }
    pg::send_ahead(*connection_, std::move(begin));
  } catch (...) {
    watch_.reset();
    pool_.give_back(std::move(connection_));
    throw;
  }
}

Session::~Session() {
  watch_.reset();
  pool_.give_back(std::move(connection_));
}

void Session::commit() { connection_->execute("COMMIT"); }

namespace {

std::string exported_snapshot(pg::Connection& connection) {
  return std::string(connection.query("SELECT pg_export_snapshot()").text(0, 0));
}

}  // namespace

// The session's own transaction has locked the tables that it read.
Moment::Moment(Pool& pool, pg::Connection& session) : connection_(pool.take_for_good()) {
  const std::string seen = exported_snapshot(session);
  connection_->execute("BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY");
  connection_->execute("SET TRANSACTION SNAPSHOT " + quoted_literal(seen));
  name_ = exported_snapshot(*connection_);
}

std::shared_ptr<const Moment> Moments::keep(const std::string& state, Pool& pool,
                                            pg::Connection& session) {
  const std::lock_guard lock(mutex_);
  std::erase_if(kept_, [](const auto& one) { return one.second.expired(); });
  const auto known = kept_.find(state);
  if (known != kept_.end()) {
    // Gone since a moment ago, perhaps, or lost with its server.
    if (auto moment = known->second.lock(); moment && moment->alive()) return moment;
    kept_.erase(known);
  }
  if (kept_.size() >= kMost) return nullptr;
  try {
    auto moment = std::make_shared<const Moment>(pool, session);
    kept_.emplace(state, moment);
    return moment;
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::database_unreachable) throw;
    log::warn("no moment can be kept for slow readers: {}", error.what());
    return nullptr;
  }
}

}  // namespace gdo::api
