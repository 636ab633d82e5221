#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "contract/field.h"
#include "contract/rule.h"

// Contracts as plain data, complete and checked: every FieldRef is valid, every name a safe SQL
// name. How they are written: docs/contratos.md. How they are read: contract/catalog_loader.h.

namespace gdo::contract {

// An array whose elements become rows of a child table, or (stored = false) are checked only.
// Its key is the parent's key and nr_item, the element's place from 1.
struct Child {
  std::string entity;            // table trusted_<entity>
  std::string array;             // the record's (or item's) member that holds the elements: objects
  bool required = false;         // absent or null = violation `obrigatorio` of the parent
  Action action = Action::null;  // of a required array that is absent, and of one that is no array
  bool stored = true;
  // An element that would reject the parent is left out instead, and its violations are noted.
  bool leave_out = false;
  std::string description;
  std::vector<Field> fields;  // violations of action reject reject the parent item
  std::vector<std::vector<std::string>> indexes;  // as Contract::indexes
  std::vector<RowRule> rules;
  std::vector<TableRule> table_rules;
};

// What happens to members the contract does not name.
enum class Drift {
  evolve,  // kept in dados_extras, reported once per lote
  freeze,  // violation `desconhecido`: the item is rejected
};

// Stops a file of which too much is rejected, before any of it is published. Off by default.
struct RejectionLimit {
  std::optional<double> percent;  // of its items
  std::optional<std::int64_t> items;
};

struct Contract {
  std::string entity;   // table trusted_<entity>, rejections' entity
  std::string payload;  // table raw_<payload>
  int version = 1;
  std::string hash;  // 16 hex digits over what the contract says, comments left out
  std::string description;
  std::string source;                       // the file it was read from, for messages
  std::vector<std::string> folder_aliases;  // further folder names of the payload
  std::vector<std::string> container;  // members that lead to the array of records; empty = root
  // Which records of the payload are of this entity: those with one of these top-level members,
  // not null. Empty = all that no earlier contract took.
  std::vector<std::string> any_of;
  int shape_order = 0;  // contracts of one payload are asked in this order
  std::string items;    // the record's member whose elements are the items; empty = the record

  std::vector<Field> fields;     // of the record (header) and of the items, in column order
  std::vector<std::size_t> key;  // places in fields, in order; token_cliente stands before them
  // Columns of each index of the table besides its primary key, without token_cliente.
  std::vector<std::vector<std::string>> indexes;
  // What gold models follow: when a row changes, its old and new values of these columns go to the
  // table mudanca (unless one of them is null). Unless the contract says otherwise, the key.
  std::vector<std::vector<std::string>> links;
  std::optional<std::size_t> partition;  // a date field of the key: partitions by month; else none
  std::vector<RowRule> rules;
  std::vector<TableRule> table_rules;
  std::vector<Child> children;  // of the record; in a contract with items, of the item

  Drift drift = Drift::evolve;
  RejectionLimit rejection_limit;
  std::string timezone = "America/Sao_Paulo";
  // The version of a row: the time written like this in the file's name (UTC), else the object's.
  std::string file_time = "YYYY_MM_DD_HH_mm_ss_SSS";

  // Top-level members of the record that must be there and not null: all that raw checks.
  std::vector<std::string> raw_required;

  // What stands in contrato_versao of the rows it judged: "3-9f86d081".
  std::string version_label() const;
  // By column, null when there is none.
  const Field* find(std::string_view column) const;
};

// A key field as raw keeps it, as text.
struct RawKeyColumn {
  std::string column;
  std::string member;  // top-level member of the record
  bool operator==(const RawKeyColumn&) const = default;
};

// Everything about one payload; points into its Catalog.
struct Payload {
  std::string name;
  std::vector<std::string> folders;        // its own name first, then aliases
  std::vector<std::string> container;      // for DocumentReader
  std::vector<const Contract*> contracts;  // in the order in which shapes are asked
  // The union of its contracts' record-level key fields, in order: columns of raw_<name>.
  std::vector<RawKeyColumn> raw_key_columns;
};

// All contracts, fixed once loaded. Pointers it gives live as long as the Catalog, and survive a
// move of it.
class Catalog {
 public:
  // Contracts must be complete, as load_catalog() makes them; it only groups them by payload.
  explicit Catalog(std::vector<Contract> contracts);
  Catalog(Catalog&&) noexcept = default;
  Catalog& operator=(Catalog&&) noexcept = default;
  Catalog(const Catalog&) = delete;
  Catalog& operator=(const Catalog&) = delete;

  const std::vector<Payload>& payloads() const { return payloads_; }     // by name
  const std::vector<Contract>& contracts() const { return contracts_; }  // by payload, then shape
  // Null when there is none. A folder is a payload's name or alias, exactly.
  const Payload* payload_of_folder(std::string_view folder) const;
  const Payload* payload(std::string_view name) const;
  const Contract* contract(std::string_view entity) const;

 private:
  std::vector<Contract> contracts_;
  std::vector<Payload> payloads_;
};

// Whether that payload is one of those that were chosen by name; when none was named, all are.
inline bool is_chosen(std::string_view payload, const std::vector<std::string>& names) {
  return names.empty() || std::find(names.begin(), names.end(), payload) != names.end();
}

}  // namespace gdo::contract
