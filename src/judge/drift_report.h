#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "judge/drift.h"

// How a lote's members differ from what the tenant sent before: new ones, vanished ones, and ones
// of another JSON type. Knows no database: the caller reads and writes the table membro_visto.
namespace gdo::judge {

// A row of membro_visto.
struct RememberedMember {
  std::string entity;
  std::string path;
  bool known = false;              // named by the contract
  std::vector<std::string> kinds;  // kind_word() of each kind but absent, sorted; empty = vanished
  bool operator==(const RememberedMember&) const = default;
};

// texto, numero, booleano, objeto, lista, nulo; empty for absent.
[[nodiscard]] std::string_view kind_word(values::TokenKind kind);

struct MemberChange {
  enum class Kind {
    appeared,  // the contract does not name it, and it was not there before
    vanished,
    retyped,
  };
  Kind kind = Kind::appeared;
  std::string entity;
  std::string path;
  bool known = false;
  std::vector<std::string> before;  // what it was; empty when it appeared
  std::vector<std::string> now;     // what it is in this lote; empty when it vanished
  bool operator==(const MemberChange&) const = default;
};

struct DriftReport {
  std::vector<MemberChange> changes;       // by entity and path
  std::vector<RememberedMember> to_store;  // rows to insert, or to update by entity and path
};

// A lote of fewer objects says nothing about what is missing in it.
inline constexpr std::uint64_t kFewestForVanished = 100;

// seen: what the judges of one lote saw, in any order; the same member may come several times.
// before: the tenant's rows of the payload. A change is reported once: what it gives to store makes
// the next lote's report silent about it. null is no type of its own.
[[nodiscard]] DriftReport report_drift(std::span<const MemberSeen> seen,
                                       std::span<const RememberedMember> before);

// For log_processamento.detalhes: {"novos": [{"entidade", "campo", "tipos"}], "sumidos": [{…,
// "tipos_antes"}], "mudaram_de_tipo": [{…, "tipos", "tipos_antes"}]}.
[[nodiscard]] std::string drift_json(std::span<const MemberChange> changes);

// For log_processamento.mensagem: "campos: 2 novos, 1 sumido"; empty when nothing changed.
[[nodiscard]] std::string drift_sentence(std::span<const MemberChange> changes);

}  // namespace gdo::judge
