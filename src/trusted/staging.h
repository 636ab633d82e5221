#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/judge.h"
#include "pg/binary_copy.h"
#include "pg/connection.h"
#include "trusted/direct_rows.h"
#include "trusted/lote_group.h"
#include "trusted/table_sql.h"
#include "values/text_arena.h"

namespace gdo::trusted {

// Where an item came from: columns of its row, or of its rejection.
struct ItemOrigin {
  std::int64_t lote_id = 0;
  std::int64_t file_id = 0;
  std::int64_t record_number = 0;
  FileVersion version;
};

// Rows of an entity that were staged.
struct StagedCount {
  std::int64_t rows = 0;
  std::int64_t keys = 0;  // different ones; may be too many when rows were taken away again
  std::string tenant;     // all of them are of this one
};

// Accepted rows of one payload on their way to their tables. They wait in memory until their group
// is judged (of a large group, a portion at a time); those that cannot go straight into their table
// go to temporary tables of one connection, which are empty again at the end of the transaction.
// Not for two threads at once.
class Staging {
 public:
  // All must outlive it. Makes the temporary tables when the payload is first staged. held_bytes:
  // of rows that wait in memory, at most.
  Staging(pg::Connection& connection, const contract::Payload& payload, const judge::Judge& judge,
          std::size_t held_bytes);

  // A group begins, in an open transaction: its tenant and the time of its publication. holding:
  // whether its rows may wait in memory. on_full: takes what is held where that is much; else it
  // goes to the temporary tables, as does all that follows.
  void begin(std::string tenant, std::int64_t published_us, bool holding,
             std::function<void()> on_full = {});
  void add(const judge::ItemVerdict& item, const ItemOrigin& origin);
  // Sends what is held back to the temporary tables. Throws what the server says of a row it
  // refuses.
  void flush();
  // Whether rows wait in memory: all of the group, or those since the last on_full().
  bool holds() const { return holding_; }
  const HeldEntity& held(const contract::Contract& contract) const;
  // Sends the chosen ones of those that an entity holds, with their children, and forgets the rest.
  void stage(const EntitySql& sql, const std::vector<bool>& chosen);
  // Takes away what add() held back since the last flush.
  void abandon_unsent();
  // Takes staged rows away again: of a lote, or of one file. Throws Error(transient) when on_full()
  // may have taken some of them: the group is to be done again without it.
  void forget_lote(std::int64_t lote_id);
  void forget_file(std::int64_t file_id);
  // Empties the tables, for a further group in the same transaction.
  void clear();

  // Of the current group, in the temporary tables.
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
    std::vector<Source> sources;
    const contract::Child* child = nullptr;  // null: of the entity itself
    std::string contract_version;
  };
  // What one row is made of.
  struct Row {
    const judge::ItemVerdict& item;
    const ItemOrigin& origin;
    std::span<const values::Value> values;
    std::string_view extras;
    std::int32_t number = 0;
  };
  struct EntityTargets {
    Target entity;
    std::vector<Target> children;
    HeldEntity held;
    values::SeenSet keys;  // hashes of those staged
    StagedCount count;
  };

  using Columns = std::vector<judge::OutputColumn>;

  static Source source_of(const std::string& column, const Columns& own, const Columns* parent);
  void make_targets(const EntitySql& sql, const judge::Judge& judge);
  void append_row(const Target& target, HeldRows& rows, const Row& row, std::size_t parent);
  void append_field(const Target& target, pg::BinaryRows& rows, const Source& source,
                    const Row& row);
  void add_children(const Target& target, HeldRows& rows, const Row& parent_row,
                    std::size_t parent);
  void stage_all(const EntitySql& sql);
  void give_portion();
  void refuse_after_portions() const;
  std::size_t held_bytes() const;
  const EntitySql& sql_of(const contract::Contract& contract) const;

  pg::Connection& connection_;
  std::vector<EntitySql> entities_;
  std::map<const contract::Contract*, EntityTargets> targets_;
  const std::size_t held_limit_;
  bool holding_ = false;
  std::function<void()> on_full_;
  bool portions_taken_ = false;
  std::string tenant_;
  std::int64_t published_us_ = 0;
  std::string notes_;
};

}  // namespace gdo::trusted
