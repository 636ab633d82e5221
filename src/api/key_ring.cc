#include "api/key_ring.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

#include "base/error.h"
#include "base/log.h"

namespace gdo::api {
namespace {

constexpr std::chrono::seconds kRefresh{1};
// Older than this, what is known may be wrong: a key could have been revoked meanwhile.
constexpr std::chrono::seconds kTrust{4};
constexpr std::chrono::seconds kWriteUses{20};
constexpr std::chrono::milliseconds kAskAgain{500};
// No key is worth waiting for longer.
constexpr const char* kPatience =
    " connect_timeout=2 options='-c statement_timeout=2s -c lock_timeout=1s'";

std::int64_t now_us() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::microseconds>(now).count();
}

std::vector<std::string> comma_list(std::string_view text) {
  std::vector<std::string> parts;
  while (!text.empty()) {
    const std::size_t comma = text.find(',');
    parts.emplace_back(text.substr(0, comma));
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return parts;
}

Sha256 digest_from_hex(std::string_view hex) {
  Sha256 digest{};
  for (std::size_t i = 0; i < digest.size() && 2 * i + 1 < hex.size(); ++i) {
    std::from_chars(hex.data() + 2 * i, hex.data() + 2 * i + 2, digest[i], 16);
  }
  return digest;
}

}  // namespace

KeyRing::KeyRing(pg::ConnectOptions as_api) : options_(std::move(as_api)) {
  options_.connect_timeout_s = 2;
  options_.application_name = "gdo serve keys";
  if (!options_.uri_or_conninfo.starts_with("postgres")) options_.uri_or_conninfo += kPatience;
  worker_ = std::thread([this] { work(); });
}

KeyRing::~KeyRing() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  worker_.join();
}

void KeyRing::work() {
  std::unique_ptr<pg::Connection> connection;
  Clock::time_point wrote = Clock::now();
  bool last = false;
  while (!last) {
    {
      std::unique_lock lock(mutex_);
      last = wake_.wait_for(lock, kRefresh, [this] { return stopping_; });
    }
    try {
      if (!connection) connection = std::make_unique<pg::Connection>(options_);
      if (last || Clock::now() - wrote >= kWriteUses) {
        wrote = Clock::now();
        write_uses(*connection);
      }
      if (!last) refresh(*connection);
    } catch (const std::exception& error) {
      log::debug("keys cannot be read now: {}", error.what());
      connection.reset();
    }
  }
}

// Reads what changed outside of the lock: nobody who verifies waits for the database.
void KeyRing::refresh(pg::Connection& connection) {
  const Clock::time_point asked = Clock::now();
  const pg::Result alive = connection.query("SELECT id, revisao FROM chaves_vivas()");
  std::unordered_map<std::string, EntryPointer> fresh;
  std::unordered_map<std::string, EntryPointer> old;
  {
    const std::lock_guard lock(mutex_);
    old = entries_;
  }
  for (int row = 0; row < alive.rows(); ++row) {
    std::string id(alive.text(row, 0));
    const auto known = old.find(id);
    const bool same = known != old.end() && known->second->revision == alive.integer(row, 1);
    EntryPointer entry = same ? known->second : read(connection, id);
    if (entry) fresh.emplace(std::move(id), std::move(entry));
  }
  const std::lock_guard lock(mutex_);
  entries_.swap(fresh);
  refreshed_ = asked;
}

KeyRing::EntryPointer KeyRing::read(pg::Connection& connection, const std::string& id) {
  const pg::Result found = connection.query(
      "SELECT token_cliente, papel, cnpjs, redes, sha256, expira_us, revisao FROM chave_viva($1)",
      {id});
  if (found.rows() == 0) return nullptr;
  const std::optional<Role> role = role_named(found.text(0, 1));
  if (!role) return nullptr;  // a role of a newer gdo
  auto entry = std::make_shared<Entry>();
  entry->caller = std::make_shared<const Caller>(
      Caller{id, std::string(found.text(0, 0)), *role, comma_list(found.text(0, 2))});
  for (const std::string& text : comma_list(found.text(0, 3))) {
    const std::optional<Network> network = Network::parse(text);
    if (!network) return nullptr;  // better nobody than everybody
    entry->networks.push_back(*network);
  }
  entry->sha256 = digest_from_hex(found.text(0, 4));
  entry->expires_us = found.is_null(0, 5) ? 0 : found.integer(0, 5);
  entry->revision = found.integer(0, 6);
  return entry;
}

KeyRing::EntryPointer KeyRing::known(const std::string& id, bool& fresh) {
  const std::lock_guard lock(mutex_);
  fresh = refreshed_ != Clock::time_point{} && Clock::now() - refreshed_ < kTrust;
  const auto found = entries_.find(id);
  return found == entries_.end() ? nullptr : found->second;
}

// For an id that is new since the last refresh.
KeyRing::EntryPointer KeyRing::ask(const std::string& id) {
  const std::lock_guard lock(asking_);
  if (asking_failed_ != Clock::time_point{} && Clock::now() - asking_failed_ < kAskAgain) {
    throw Error(ErrorKind::database_unreachable, "keys cannot be verified now");
  }
  try {
    if (!asking_connection_) asking_connection_ = std::make_unique<pg::Connection>(options_);
    EntryPointer entry = read(*asking_connection_, id);
    if (entry) {
      const std::lock_guard entries(mutex_);
      entries_.emplace(id, entry);
    }
    return entry;
  } catch (const Error& error) {
    asking_connection_.reset();
    asking_failed_ = Clock::now();
    throw Error(ErrorKind::database_unreachable,
                fmt::format("keys cannot be verified now: {}", error.what()));
  }
}

void KeyRing::note_use(const std::string& id) {
  const std::lock_guard lock(mutex_);
  uses_[id] = now_us();
}

void KeyRing::write_uses(pg::Connection& connection) {
  std::map<std::string, std::int64_t> uses;
  {
    const std::lock_guard lock(mutex_);
    uses.swap(uses_);
  }
  if (uses.empty()) return;
  std::vector<std::string> ids;
  std::vector<std::int64_t> times;
  for (const auto& [id, time] : uses) {
    ids.push_back(id);
    times.push_back(time);
  }
  try {
    connection.query("SELECT chaves_usadas($1::text[], $2::bigint[])",
                     {pg::text_array(ids), pg::integer_array(times)});
  } catch (const Error&) {
    const std::lock_guard lock(mutex_);
    uses_.insert(uses.begin(), uses.end());  // keeps what is newer
    throw;
  }
}

std::shared_ptr<const Caller> KeyRing::verify(std::string_view key, std::string_view address) {
  const std::optional<std::string> id = id_of_key(key);
  if (!id) return nullptr;
  bool fresh = false;
  EntryPointer entry = known(*id, fresh);
  if (!entry || !fresh) entry = ask(*id);
  if (!entry || !same_digest(entry->sha256, sha256_of(key))) return nullptr;
  if (entry->expires_us != 0 && entry->expires_us <= now_us()) return nullptr;
  if (!entry->networks.empty()) {
    bool inside = false;
    for (const Network& network : entry->networks) inside = inside || network.contains(address);
    if (!inside) return nullptr;
  }
  note_use(*id);
  return entry->caller;
}

bool KeyRing::is_alive(const std::string& id) {
  const std::lock_guard lock(mutex_);
  const auto found = entries_.find(id);
  if (found == entries_.end()) return false;
  return found->second->expires_us == 0 || found->second->expires_us > now_us();
}

}  // namespace gdo::api
