#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include "pg/connection.h"

namespace gdo::trace {

// What may be the matter instead: a record that says something wrong, or (without a file) one that
// has not come.
struct OtherCause {
  std::string payload;
  nlohmann::ordered_json key;
  std::optional<std::string> file;
  std::optional<std::int64_t> record_number;
  std::optional<std::string> rule;
  bool plant_guessed = false;
};

// The smallest thing whose coming, or fixing, would help boxes to be traced.
struct MissingThing {
  std::string type;  // arquivo: a file that has not come; registro: a record that has not, or (with
                     // its arquivo) that leaves something open; rejeicao: an open rejection
  std::string payload;
  nlohmann::ordered_json key;
  std::optional<std::string> file;
  std::optional<std::int64_t> record_number;
  std::optional<std::string> rule;  // "cpf_ou_cnpj:prod_cpf_cnpj"
  std::optional<std::int64_t> rejection_id;
  std::optional<OtherCause> otherwise;  // where the data cannot tell the two apart
  bool plant_guessed = false;           // its key's nr_unidade_abate: nothing that came says it
  std::string tenant;
  // What becomes traceable when it comes, everything else unchanged.
  std::int64_t boxes = 0;
  double kg = 0;
  // What waits for it, alone or among others.
  std::int64_t boxes_waiting = 0;
  double kg_waiting = 0;
};

// Boxes that cannot be traced for one reason.
struct UntracedCause {
  std::string reason;
  std::int64_t boxes = 0;
  double kg = 0;
  std::vector<MissingThing> lacks;  // what frees most kilos first; each thing stands once
};

struct Untraced {
  std::optional<std::string> day;
  std::int64_t boxes = 0;
  std::int64_t traceable = 0;
  std::vector<UntracedCause> causes;  // most kilos first
};

struct UntracedRequest {
  std::string tenant;  // empty = all
  std::string day;     // dt_producao, like 2025-01-27; empty = all
  std::string plant;   // nr_unidade_desossa; empty = all
  // Boxes of these orders alone, a JSON array of {nr_unidade_desossa, nr_op_desossa}, whatever day
  // and plant say; empty = all.
  std::string orders = {};
};

// The worklist: when everything in it has come, all boxes it speaks of are traceable, as far as can
// be known before. Reads gold, so it is as late as gold. The service tables must exist.
Untraced untraced(pg::Connection& connection, const UntracedRequest& request);

// A thing without its counts, as documents name it.
nlohmann::ordered_json missing_json(const MissingThing& thing);

// The document of `gdo untraced --json`.
nlohmann::ordered_json untraced_json(const Untraced& untraced);
nlohmann::ordered_json untraced_json(pg::Connection& connection, const std::string& tenant,
                                     const std::string& day, const std::string& plant);

}  // namespace gdo::trace
