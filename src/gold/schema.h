#pragma once

#include <string>
#include <vector>

#include "gold/models.h"
#include "pg/connection.h"

namespace gdo::gold {

// A model that is new to the database, or whose text changed.
struct ModelStep {
  std::string name;
  std::string sql;
};

// What apply_models() would do. Changes nothing. The control tables must exist.
std::vector<ModelStep> plan_models(pg::Connection& connection,
                                   const Models& models = built_in_models());

// Creates the tables of models, and registers each with what it follows, so that trusted tells it
// of changes. A table whose columns are no longer those of its model is altered, never dropped: its
// grants, comments and rows stay, and the rows are worked out from trusted by the next run, as they
// are whenever a model's text changed. Throws Error(config) naming views that stand in the way, or
// the line of a model's file that PostgreSQL does not take: nothing is changed then. The trusted
// tables must exist. Safe when several processes start together.
std::vector<ModelStep> apply_models(pg::Connection& connection,
                                    const Models& models = built_in_models());

}  // namespace gdo::gold
