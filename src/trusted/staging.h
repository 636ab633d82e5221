#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/judge.h"
#include "pg/binary_copy.h"
#include "pg/connection.h"
#include "trusted/lote_group.h"
#include "trusted/table_sql.h"
#include "values/seen_set.h"

namespace gdo::trusted {

// Where an item came from: columns of its row, or of its rejection.
struct ItemOrigin {
  std::int64_t lote_id = 0;
  std::int64_t arquivo_id = 0;
  std::int64_t nr_registro = 0;
  FileVersion version;
};

// Rows of an entity that were staged.
struct StagedCount {
  std::int64_t rows = 0;
  std::int64_t keys = 0;  // different ones; may be too many when rows were taken away again
  std::string tenant;     // all of them are of this one
};

// Accepted rows of one payload on their way to temporary tables of one connection; they are gone at
// the end of the transaction. Not for two threads at once.
class Staging {
 public:
  // All must outlive it. Makes the temporary tables when the payload is first staged.
  Staging(pg::Connection& connection, const contract::Payload& payload, const clean::Judge& judge);

  // A group begins, in an open transaction: its tenant and the time of its publication.
  void begin(std::string tenant, std::int64_t published_us);
  void add(const clean::ItemVerdict& item, const ItemOrigin& origin);
  // Sends what is held back. Throws what the server says of a row it refuses.
  void flush();
  // Takes away what add() held back since the last flush.
  void abandon_unsent();
  // Takes staged rows away again: of a lote, or of one file.
  void forget_lote(std::int64_t lote_id);
  void forget_file(std::int64_t arquivo_id);
  // Empties the tables, for a further group in the same transaction.
  void clear();

  // Of the current group.
  StagedCount count(const contract::Contract& contract) const;

  const std::vector<EntitySql>& entities() const { return entities_; }

 private:
  // Where a column's value comes from.
  struct Source {
    enum class Kind {
      judged,  // the row's own values
      parent,  // its parent's values
      tenant,
      lote,
      file,
      record,
      item,    // the item's number in its record
      number,  // a child row's number in its array
      version_time,
      version_object,
      version_generation,
      version_hash,
      published,
      contract,
      extras,
      notes,
    };
    Kind kind = Kind::judged;
    std::size_t place = 0;  // in the row's or the parent's values
    contract::DataType type = {};
  };
  struct Target {
    const std::string* copy_target = nullptr;
    std::vector<Source> sources;
    pg::BinaryRows rows;
    const contract::Child* child = nullptr;  // null: of the entity itself
    std::string contract_version;
    std::size_t key_columns = 0;  // the row's first; of a child none
    clean::SeenSet keys;          // hashes of those staged
    StagedCount count;
  };
  // What one row is made of.
  struct Row {
    const clean::ItemVerdict& item;
    const ItemOrigin& origin;
    std::span<const clean::Value> values;
    std::string_view extras;
    std::int32_t number = 0;
  };
  struct EntityTargets {
    Target entity;
    std::vector<Target> children;
  };

  using Columns = std::vector<clean::OutputColumn>;

  static Source source_of(const std::string& column, const Columns& own, const Columns* parent);
  void make_targets(const EntitySql& sql, const clean::Judge& judge);
  void append_row(Target& target, const Row& row);
  void append_field(Target& target, const Source& source, const Row& row);
  void add_children(Target& target, const clean::ItemVerdict& item, const ItemOrigin& origin);
  void send(Target& target);

  pg::Connection& connection_;
  std::vector<EntitySql> entities_;
  std::map<const contract::Contract*, EntityTargets> targets_;
  std::string tenant_;
  std::int64_t published_us_ = 0;
  std::string notes_;
};

}  // namespace gdo::trusted
