#pragma once

#include <string>
#include <vector>

#include "gold/models.h"
#include "pg/connection.h"

// Who may read what, in PostgreSQL itself: roles, row level security, grants, and the masked views
// of schema gdo (sql/direitos). Tables that are new since the last time get theirs.
namespace gdo::api {

// The statements that are lacking, as far as they can be seen before the first ones have run.
// Changes nothing. Empty before the control tables exist.
std::vector<std::string> plan_rights(pg::Connection& connection,
                                     const gold::Models& models = gold::built_in_models());

struct RightsReport {
  std::vector<std::string> done;
  // What our login may not do; a superuser, or the owner, may run these.
  std::vector<std::string> refused;
  // Tables that were in use for too long: the next time.
  std::vector<std::string> postponed;
};

// Runs them, each in a transaction of its own: a table is never readable before its rows are
// guarded. The tables must exist, and the connection be idle. Safe when several processes do it at
// once.
RightsReport apply_rights(pg::Connection& idle,
                          const gold::Models& models = gold::built_in_models());

}  // namespace gdo::api
