#pragma once

#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gold/model.h"
#include "gold/models.h"
#include "trace/trace.h"
#include "trace/trace_key.h"

namespace gdo::trace {

// What a part of a written key must look like to be a value of its column.
enum class KeyPart {
  text,
  code,     // text; found in upper case, too
  unit,     // a SIF number: digits, without leading zeros in the tables
  digits,   // a document: punctuation left out
  date,     // 2025-01-27 or 27-01-2025
  integer,  // digits
};

struct KeyColumn {
  std::string name;
  KeyPart part;
};

// One way of writing the key of a thing: the columns its parts stand for.
struct KeyForm {
  std::string kind;  // caixa, pedido, …
  std::string type;  // of the node
  std::string table;
  std::vector<KeyColumn> columns = {};
  std::vector<KeyColumn> key = {};  // the node's key columns, all of them
};

// The part as the column holds it; empty when it cannot be a value of it.
std::optional<std::string> key_value(KeyPart part, std::string_view text);

// The parts between '/', empty ones too.
std::vector<std::string> key_parts(std::string_view text);

// The other way: a key's values as a person writes them; nulls are left out.
std::string joined_key(const nlohmann::ordered_json& key);

// Every way of joining neighbours by '/' again so that `count` parts are left: a value may hold a
// '/' itself. None when there are fewer parts, or more than kMostParts: each way asks the server.
inline constexpr std::size_t kMostParts = 12;
std::vector<std::vector<std::string>> regrouped(const std::vector<std::string>& parts,
                                                std::size_t count);

// From things of one sort to those of another: along a link of sql/trace/ligacoes, or along the way
// that a model's head names.
struct ThingLink {
  std::string type;
  std::string link;
  std::vector<gold::OriginStep> way = {};  // the last step's columns are of the key of `tipo`
  bool leads_back = false;  // what they bring with them is the thing they were reached from
};

// A sort of thing that traces know: a row of a table, what stands before it and what came after it.
struct Thing {
  std::string type;
  std::string table;
  std::vector<std::string> key = {};  // without token_cliente
  std::vector<ThingLink> behind = {};
  std::vector<ThingLink> after = {};
  int levels_behind = 1;  // how far a trace of it goes
  int levels_after = 1;
  bool shows_halves = false;  // a trace of it shows the half-carcasses that its orders name
  bool by_orders = false;     // its verdict stands on the lots of its orders, all of them
  std::string sums = {};      // adds up what came after it, where a trace goes on from there
  const gold::Model* model = nullptr;  // of a gold model that says `coisa`
};

// The things of the program, and those of the models. The models must stay alive.
class Things {
 public:
  explicit Things(const gold::Models& models);

  // Null when there is none.
  const Thing* find(std::string_view type) const;
  // Words before the ':' of a written key.
  const std::vector<std::string>& kinds() const { return kinds_; }
  const std::vector<KeyForm>& forms() const { return forms_; }

 private:
  std::vector<Thing> things_;
  std::vector<std::string> kinds_;
  std::vector<KeyForm> forms_;
};

const Things& built_in_things();

// As those of trace_key.h and trace.h, of these things.
WrittenKey read_key(std::string_view text, const Things& things);
std::vector<FoundKey> find_keys(pg::Connection& connection, const WrittenKey& key,
                                const std::vector<std::string>& tenants, int limit,
                                const Things& things);
Trace trace(pg::Connection& connection, const FoundKey& key, const TraceLimits& limits,
            const Things& things);

}  // namespace gdo::trace
