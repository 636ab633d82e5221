#include "trusted/staging.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

#include "contract/ddl/sql_text.h"
#include "trusted/value_row.h"

namespace gdo::trusted {
namespace {

constexpr std::size_t kStagingBytes = 1U << 20U;

const clean::OutputColumn* find_column(const std::vector<clean::OutputColumn>& columns,
                                       const std::string& name) {
  const auto found =
      std::find_if(columns.begin(), columns.end(),
                   [&](const clean::OutputColumn& column) { return column.name == name; });
  return found == columns.end() ? nullptr : &*found;
}

void append_json(pg::BinaryRows& rows, std::string_view json) {
  if (json.empty()) {
    rows.null();
  } else {
    rows.jsonb(json);
  }
}

}  // namespace

Staging::Staging(pg::Connection& connection, const contract::Payload& payload,
                 const clean::Judge& judge)
    : connection_(connection) {
  entities_.reserve(payload.contracts.size());
  for (const contract::Contract* contract : payload.contracts) {
    entities_.push_back(entity_sql(*contract));
  }
  for (const EntitySql& sql : entities_) {
    connection_.query(sql.create_staging);
    connection_.query(sql.create_taken);
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

void Staging::make_targets(const EntitySql& sql, const clean::Judge& judge) {
  EntityTargets& targets = targets_[sql.contract];
  const Columns& columns = judge.columns(*sql.contract);
  targets.entity.copy_target = &sql.copy_target;
  targets.entity.contract_version = sql.contract->version_label();
  targets.entity.key_columns = sql.table.primary_key.size();
  for (const auto& column : sql.table.columns) {
    targets.entity.sources.push_back(source_of(column.name, columns, nullptr));
  }
  for (const ChildSql& child : sql.children) {
    Target& target = targets.children.emplace_back();
    target.copy_target = &child.copy_target;
    target.child = child.child;
    const Columns& own = judge.columns(*sql.contract, *child.child);
    for (const auto& column : child.table.columns) {
      target.sources.push_back(source_of(column.name, own, &columns));
    }
    for (const auto kind :
         {Source::Kind::lote, Source::Kind::file, Source::Kind::record, Source::Kind::item}) {
      target.sources.push_back({kind});
    }
  }
}

void Staging::begin(std::string tenant, std::int64_t published_us) {
  tenant_ = std::move(tenant);
  published_us_ = published_us;
  for (auto& [contract, targets] : targets_) {
    targets.entity.keys.clear();
    targets.entity.count = {};
  }
}

void Staging::append_field(Target& target, const Source& source, const Row& row) {
  pg::BinaryRows& rows = target.rows;
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
      return rows.int8(row.origin.arquivo_id);
    case Source::Kind::record:
      return rows.int8(row.origin.nr_registro);
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
      if (!row.item.violations.empty()) clean::write_notes_json(row.item.violations, notes_);
      return append_json(rows, notes_);
  }
}

void Staging::append_row(Target& target, const Row& row) {
  const std::size_t start = target.rows.bytes();
  target.rows.begin_row(static_cast<std::int16_t>(target.sources.size()));
  std::size_t columns = 0;
  for (const Source& source : target.sources) {
    append_field(target, source, row);
    if (++columns == target.key_columns) {
      const std::string_view key = target.rows.all().substr(start);
      if (target.keys.insert(std::hash<std::string_view>()(key))) ++target.count.keys;
    }
  }
  ++target.count.rows;
  if (target.rows.bytes() > kStagingBytes) send(target);
}

void Staging::add_children(Target& target, const clean::ItemVerdict& item,
                           const ItemOrigin& origin) {
  const auto children =
      std::find_if(item.children.begin(), item.children.end(),
                   [&](const clean::ChildRows& rows) { return rows.child == target.child; });
  if (children == item.children.end()) return;
  for (const clean::ChildRow& child : children->rows) {
    append_row(target, {item, origin, child.values, child.extras, child.number});
  }
}

void Staging::add(const clean::ItemVerdict& item, const ItemOrigin& origin) {
  EntityTargets& targets = targets_.at(item.contract);
  append_row(targets.entity, {item, origin, item.row, item.extras});
  for (Target& child : targets.children) add_children(child, item, origin);
}

void Staging::send(Target& target) {
  if (target.rows.rows() == 0) return;
  pg::CopyWriter copy(connection_, *target.copy_target);
  copy.send(target.rows.all());
  copy.finish();
  target.rows.clear();
}

StagedCount Staging::count(const contract::Contract& contract) const {
  StagedCount count = targets_.at(&contract).entity.count;
  count.tenant = tenant_;
  return count;
}

void Staging::flush() {
  for (auto& [contract, targets] : targets_) {
    send(targets.entity);
    for (Target& child : targets.children) send(child);
  }
}

void Staging::abandon_unsent() {
  for (auto& [contract, targets] : targets_) {
    targets.entity.rows.clear();
    for (Target& child : targets.children) child.rows.clear();
  }
}

void Staging::forget_lote(std::int64_t lote_id) {
  flush();
  for (const EntitySql& sql : entities_) {
    connection_.query(
        "DELETE FROM " + contract::quote_identifier(sql.staging) + " WHERE lote_id = $1",
        {lote_id});
    for (const ChildSql& child : sql.children) {
      connection_.query(
          "DELETE FROM " + contract::quote_identifier(child.staging) + " WHERE pai_lote_id = $1",
          {lote_id});
    }
  }
}

void Staging::forget_file(std::int64_t arquivo_id) {
  flush();
  for (const EntitySql& sql : entities_) {
    connection_.query(
        "DELETE FROM " + contract::quote_identifier(sql.staging) + " WHERE arquivo_id = $1",
        {arquivo_id});
    for (const ChildSql& child : sql.children) {
      connection_.query(
          "DELETE FROM " + contract::quote_identifier(child.staging) + " WHERE pai_arquivo_id = $1",
          {arquivo_id});
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
