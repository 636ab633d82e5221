#include "trusted/staging.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

#include "base/encodings.h"
#include "contract/ddl/sql_text.h"
#include "contract/field.h"
#include "pg/binary_copy.h"
#include "trusted/held_rows.h"
#include "values/value.h"

namespace gdo::trusted {
namespace {

// Appends a judged value as a field of a binary COPY row, in the column's type.
void append_value(pg::BinaryRows& rows, const values::Value& value,
                  const contract::DataType& type) {
  if (value.is_null()) return rows.null();
  switch (type.kind) {
    case contract::ValueType::text: {
      std::string scratch;
      return rows.text(values::text_of(value, scratch));
    }
    case contract::ValueType::integer:
      return rows.int4(static_cast<std::int32_t>(value.number));
    case contract::ValueType::bigint:
      return rows.int8(value.number);
    case contract::ValueType::numeric: {
      std::string scratch;
      return rows.numeric(values::text_of(value, scratch));
    }
    case contract::ValueType::date:
      return rows.date(static_cast<std::int32_t>(value.number));
    case contract::ValueType::timestamp:
      return rows.timestamptz(value.number);
    case contract::ValueType::boolean:
      return rows.boolean(value.number != 0);
    case contract::ValueType::json:
      return rows.jsonb(value.text);
  }
  rows.null();
}

constexpr std::size_t kStagingBytes = 1U << 20U;

const judge::OutputColumn* find_column(const std::vector<judge::OutputColumn>& columns,
                                       const std::string& name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(),
                   [&](const judge::OutputColumn& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

void append_json(pg::BinaryRows& rows, std::string_view json) {
  if (json.empty()) {
    rows.null();
  } else {
    rows.jsonb(json);
  }
}

void copy_rows(pg::Connection& connection, const std::string& target, const HeldRows& held,
               const std::vector<bool>& chosen) {
  pg::CopyWriter copy(connection, target);
  Gathering gathering(copy);
  for (std::size_t place = 0; place < held.count(); ++place) {
    if (chosen[place]) gathering.add(held.row(place));
  }
  gathering.send();
  copy.finish();
}

// A child's staged row ends with the origin of its parent.
void copy_children(pg::Connection& connection, const ChildSql& sql, const HeldRows& held,
                   const std::vector<bool>& chosen) {
  const bool any = std::any_of(held.origins.begin(), held.origins.end(),
                               [&](const RowOrigin& origin) { return chosen[origin.parent]; });
  if (!any) return;
  constexpr std::size_t kOriginFields = 4;
  pg::CopyWriter copy(connection, sql.copy_target);
  Gathering gathering(copy);
  pg::BinaryRows ending;
  for (std::size_t place = 0; place < held.count(); ++place) {
    const RowOrigin& origin = held.origins[place];
    if (!chosen[origin.parent]) continue;
    ending.clear();
    ending.begin_row(static_cast<std::int16_t>(sql.table.columns.size() + kOriginFields));
    ending.int8(origin.lote_id);
    ending.int8(origin.file_id);
    ending.int8(origin.record_number);
    ending.int4(origin.item_number);
    gathering.add(ending.all().substr(0, 2));
    gathering.add(held.row(place).substr(2));
    gathering.add(ending.all().substr(2));
  }
  gathering.send();
  copy.finish();
}

}  // namespace

Staging::Staging(pg::Connection& connection, const contract::Payload& payload,
                 const judge::Judge& judge, std::size_t held_bytes)
    : connection_(connection), held_limit_(held_bytes) {
  entities_.reserve(payload.contracts.size());
  for (const contract::Contract* contract : payload.contracts) {
    entities_.push_back(entity_sql(*contract));
  }
  for (const EntitySql& sql : entities_) {
    connection_.query(sql.create_staging);
    connection_.query(sql.create_taken);
    connection_.query(sql.create_asked);
    for (const LinkSql& link : sql.links) connection_.query(link.create);
    for (const ChildSql& child : sql.children) connection_.query(child.create_staging);
    make_targets(sql, judge);
  }
}

Staging::Source Staging::source_of(const std::string& column, const Columns& own,
                                   const Columns* parent) {
  using Kind = Source::Kind;
  if (const auto* judged = find_column(own, column)) {
    return {Kind::judged, static_cast<std::size_t>(judged - own.data()), judged->type};
  }
  if (const auto* key = parent == nullptr ? nullptr : find_column(*parent, column)) {
    return {Kind::parent, static_cast<std::size_t>(key - parent->data()), key->type};
  }
  if (column == "nr_item") return {parent == nullptr ? Kind::item : Kind::number};
  static const std::map<std::string, Kind> kinds = {{"token_cliente", Kind::tenant},
                                                    {"lote_id", Kind::lote},
                                                    {"arquivo_id", Kind::file},
                                                    {"nr_registro", Kind::record},
                                                    {"versao_ts", Kind::version_time},
                                                    {"versao_objeto_ts", Kind::version_object},
                                                    {"versao_geracao", Kind::version_generation},
                                                    {"versao_hash", Kind::version_hash},
                                                    {"atualizado_em", Kind::published},
                                                    {"contrato_versao", Kind::contract},
                                                    {"dados_extras", Kind::extras},
                                                    {"avisos", Kind::notes}};
  const auto found = kinds.find(column);
  if (found == kinds.end()) {
    throw Error(ErrorKind::internal, fmt::format("column {} has no source", column));
  }
  return {found->second};
}

void Staging::make_targets(const EntitySql& sql, const judge::Judge& judge) {
  EntityTargets& targets = targets_[sql.contract];
  const Columns& columns = judge.columns(*sql.contract);
  targets.entity.contract_version = sql.contract->version_label();
  for (const auto& column : sql.table.columns) {
    targets.entity.sources.push_back(source_of(column.name, columns, nullptr));
  }
  targets.held.children.resize(sql.children.size());
  for (const ChildSql& child : sql.children) {
    Target& target = targets.children.emplace_back();
    target.child = child.child;
    const Columns& own = judge.columns(*sql.contract, *child.child);
    for (const auto& column : child.table.columns) {
      target.sources.push_back(source_of(column.name, own, &columns));
    }
  }
}

void Staging::begin(std::string tenant, std::int64_t published_us, bool holding,
                    std::function<void()> on_full) {
  tenant_ = std::move(tenant);
  on_full_ = std::move(on_full);
  portions_taken_ = false;
  published_us_ = published_us;
  holding_ = holding;
  for (auto& [contract, targets] : targets_) {
    targets.held.clear();
    targets.keys.clear();
    targets.count = {};
  }
}

void Staging::append_field(const Target& target, pg::BinaryRows& rows, const Source& source,
                           const Row& row) {
  switch (source.kind) {
    case Source::Kind::judged:
      return append_value(rows, row.values[source.place], source.type);
    case Source::Kind::parent:
      return append_value(rows, row.item.row[source.place], source.type);
    case Source::Kind::tenant:
      return rows.text(tenant_);
    case Source::Kind::lote:
      return rows.int8(row.origin.lote_id);
    case Source::Kind::file:
      return rows.int8(row.origin.file_id);
    case Source::Kind::record:
      return rows.int8(row.origin.record_number);
    case Source::Kind::item:
      return rows.int4(row.item.number);
    case Source::Kind::number:
      return rows.int4(row.number);
    case Source::Kind::version_time:
      return rows.timestamptz(row.origin.version.time_us);
    case Source::Kind::version_object:
      return rows.timestamptz(row.origin.version.object_us);
    case Source::Kind::version_generation:
      return rows.int8(row.origin.version.generation);
    case Source::Kind::version_hash:
      return rows.int8(row.origin.version.hash);
    case Source::Kind::published:
      return rows.timestamptz(published_us_);
    case Source::Kind::contract:
      return rows.text(target.contract_version);
    case Source::Kind::extras:
      return append_json(rows, row.extras);
    case Source::Kind::notes:
      notes_.clear();
      if (!row.item.violations.empty()) judge::write_notes_json(row.item.violations, notes_);
      return append_json(rows, notes_);
  }
}

void Staging::append_row(const Target& target, HeldRows& rows, const Row& row, std::size_t parent) {
  rows.rows.begin_row(static_cast<std::int16_t>(target.sources.size()));
  for (const Source& source : target.sources) append_field(target, rows.rows, source, row);
  rows.origins.push_back(
      {row.origin.lote_id, row.origin.file_id, row.origin.record_number, row.item.number, parent});
}

void Staging::add_children(const Target& target, HeldRows& rows, const Row& parent_row,
                           std::size_t parent) {
  const judge::ItemVerdict& item = parent_row.item;
  const auto children =
      std::find_if(item.children.begin(), item.children.end(),
                   [&](const judge::ChildRows& found) { return found.child == target.child; });
  if (children == item.children.end()) return;
  for (const judge::ChildRow& child : children->rows) {
    append_row(target, rows, {item, parent_row.origin, child.values, child.extras, child.number},
               parent);
  }
}

void Staging::add(const judge::ItemVerdict& item, const ItemOrigin& origin) {
  EntityTargets& targets = targets_.at(item.contract);
  const std::size_t place = targets.held.rows.count();
  const Row row{item, origin, item.row, item.extras};
  append_row(targets.entity, targets.held.rows, row, place);
  for (std::size_t i = 0; i < targets.children.size(); ++i) {
    add_children(targets.children[i], targets.held.children[i], row, place);
  }
  if (holding_) {
    if (held_bytes() > held_limit_) give_portion();
  } else if (targets.held.bytes() > kStagingBytes) {
    stage_all(sql_of(*item.contract));
  }
}

std::size_t Staging::held_bytes() const {
  std::size_t bytes = 0;
  for (const auto& [contract, targets] : targets_) bytes += targets.held.bytes();
  return bytes;
}

const EntitySql& Staging::sql_of(const contract::Contract& contract) const {
  return *std::find_if(entities_.begin(), entities_.end(),
                       [&](const EntitySql& sql) { return sql.contract == &contract; });
}

const HeldEntity& Staging::held(const contract::Contract& contract) const {
  return targets_.at(&contract).held;
}

StagedCount Staging::count(const contract::Contract& contract) const {
  StagedCount count = targets_.at(&contract).count;
  count.tenant = tenant_;
  return count;
}

void Staging::stage(const EntitySql& sql, const std::vector<bool>& chosen) {
  EntityTargets& targets = targets_.at(sql.contract);
  const HeldEntity& held = targets.held;
  const std::int64_t before = targets.count.rows;
  for (std::size_t place = 0; place < held.rows.count(); ++place) {
    if (!chosen[place]) continue;
    ++targets.count.rows;
    const auto key = first_fields(held.rows.row(place), sql.table.primary_key.size());
    if (targets.keys.insert(std::hash<std::string_view>()(key))) ++targets.count.keys;
  }
  if (targets.count.rows > before) {
    copy_rows(connection_, sql.copy_target, held.rows, chosen);
    for (std::size_t i = 0; i < held.children.size(); ++i) {
      copy_children(connection_, sql.children[i], held.children[i], chosen);
    }
  }
  targets.held.clear();
}

void Staging::stage_all(const EntitySql& sql) {
  stage(sql, std::vector<bool>(held(*sql.contract).rows.count(), true));
}

void Staging::give_portion() {
  if (!on_full_) return flush();
  portions_taken_ = true;
  on_full_();
}

void Staging::refuse_after_portions() const {
  if (!portions_taken_) return;
  throw Error(ErrorKind::transient, "rows that were published already are to go again");
}

void Staging::flush() {
  holding_ = false;
  for (const EntitySql& sql : entities_) stage_all(sql);
}

void Staging::abandon_unsent() {
  for (auto& [contract, targets] : targets_) targets.held.clear();
}

void Staging::forget_lote(std::int64_t lote_id) {
  refuse_after_portions();
  if (holding_) {
    for (auto& [contract, targets] : targets_) {
      targets.held.rows.drop_lote(lote_id);
      for (HeldRows& child : targets.held.children) child.drop_lote(lote_id);
    }
    return;
  }
  flush();
  for (const EntitySql& sql : entities_) {
    connection_.query("DELETE FROM " + quote_identifier(sql.staging) + " WHERE lote_id = $1",
                      {lote_id});
    for (const ChildSql& child : sql.children) {
      connection_.query(
          "DELETE FROM " + quote_identifier(child.staging) + " WHERE pai_lote_id = $1", {lote_id});
    }
  }
}

void Staging::forget_file(std::int64_t file_id) {
  refuse_after_portions();
  flush();
  for (const EntitySql& sql : entities_) {
    connection_.query("DELETE FROM " + quote_identifier(sql.staging) + " WHERE arquivo_id = $1",
                      {file_id});
    for (const ChildSql& child : sql.children) {
      connection_.query(
          "DELETE FROM " + quote_identifier(child.staging) + " WHERE pai_arquivo_id = $1",
          {file_id});
    }
  }
}

void Staging::clear() {
  abandon_unsent();
  for (const EntitySql& sql : entities_) {
    connection_.query(sql.clear);
    connection_.query(sql.clear_taken);
  }
}

}  // namespace gdo::trusted
