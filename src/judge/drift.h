#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "contract/contract.h"
#include "judge/findings.h"
#include "judge/object_shape.h"
#include "values/codes.h"
#include "values/value.h"

namespace gdo::judge {

inline constexpr std::size_t kTokenKinds = 7;

// How a member of a payload's objects was seen since the counts were last taken.
struct MemberSeen {
  std::string entity;
  std::string path;  // "saida_desossa[].peso_liquido", "dados_adicionais.vacinado"
  bool known = false;
  std::uint64_t objects = 0;                       // in which it could have stood
  std::array<std::uint64_t, kTokenKinds> kinds{};  // by TokenKind; of unknown ones, absent is 0
};

// Counts the members of the objects of one shape, and of those inside them.
class DriftCounter {
 public:
  // Names beyond this many are not told apart: a document may make up new ones without end.
  static constexpr std::size_t kMostUnknown = 500;

  // prefix: how the objects are reached, "" or "saida_desossa[].". The shape must be complete.
  DriftCounter(std::string entity, std::string prefix, const ObjectShape& shape);

  void observe(const Members& found);
  // Appends what was seen, and forgets it.
  void collect(std::vector<MemberSeen>& seen);

 private:
  using Kinds = std::array<std::uint64_t, kTokenKinds>;

  void add_names(const ObjectShape& shape);
  void observe_unknown(const UnknownMember& member);

  std::string entity_;
  std::string prefix_;
  std::uint64_t objects_ = 0;
  std::vector<std::string> names_;  // by slot
  std::vector<Kinds> known_;
  std::unordered_map<std::string, Kinds, values::TextHash, std::equal_to<>> unknown_;
  std::string name_;
  std::string scratch_;
};

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

// What an object has beyond its contract: unknown members, which are kept, and repeated ones.
class MemberOddities {
 public:
  explicit MemberOddities(contract::Drift drift);

  // Appends the unknown members as "name":value,… to `extras`, and reports those that cannot be
  // kept, that the contract forbids, or that came twice.
  void judge(const Members& found, Findings& findings, std::string& extras);

 private:
  void judge_unknown(const UnknownMember& member, Findings& findings, std::string& extras);
  void report_repeated(const Members& found, Findings& findings);

  contract::Drift drift_;
  Message unknown_;
  Message repeated_;
  Message not_text_;
  Message too_large_;
  std::vector<std::string_view> names_;
  std::string scratch_;
};

}  // namespace gdo::judge
