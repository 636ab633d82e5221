#pragma once

#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "api/query/list_sql.h"
#include "pg/connection.h"

namespace gdo::api {

// Where a list goes on, as clients carry it around. Holds nothing that its list does not show, and
// only serves the tenant, role, filters and order that it was made for: all are under its MAC.
class CursorSeal {
 public:
  // secret: shared by all processes, at least 32 bytes.
  explicit CursorSeal(std::string secret) : secret_(std::move(secret)) {}

  std::string seal(const Resource& resource, const ListQuery& query, const View& view,
                   const Position& position) const;
  // Nothing when it was made for something else, or by somebody else.
  std::optional<Position> open(const Resource& resource, const ListQuery& query, const View& view,
                               std::string_view cursor) const;

 private:
  std::string mac(const Resource& resource, const ListQuery& query, const View& view,
                  std::string_view position) const;

  std::string secret_;
};

// Makes the seal when it is first needed: its secret is kept in the database. Thread-safe.
class SealKeeper {
 public:
  const CursorSeal& seal(pg::Connection& connection);

 private:
  std::mutex mutex_;
  std::optional<CursorSeal> seal_;
};

// HMAC-SHA-256, 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view text);

}  // namespace gdo::api
