#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"
#include "gold/target_table.h"

// The SQL that a model is run with. All takes the tenant as $1.
namespace gdo::gold {

// What a model's text is worked out for: the groups in the temporary table `chaves`, or everything.
enum class Scope { groups, everything };

// The text with the lines of the other scope taken out.
std::string in_scope(std::string_view sql, Scope scope);

// Temporary table `novas`: the rows as they should be.
std::string compute_rows(const Model& model, const TargetTable& table, Scope scope);

// Temporary table `diferenca`, a row for each row that is to appear, change or go:
//   the key, `velha` (it is in the table), `nova` (it should be), and for each of the columns
//   `links` its value before (velha_<column>) and after (nova_<column>).
std::string compare_rows(const Model& model, const TargetTable& table, Scope scope,
                         const std::vector<std::string>& links);

std::string delete_vanished(const Model& model, const TargetTable& table);
std::string upsert_changed(const Model& model, const TargetTable& table);

// All of `novas`, into a table that holds no row of the tenant. Takes no parameter.
std::string insert_all(const TargetTable& table);

// Rows of `mudanca` for a follower ($2) that asks for the columns `link` of this model ($3).
std::string enqueue_change(const std::vector<std::string>& link);

}  // namespace gdo::gold
