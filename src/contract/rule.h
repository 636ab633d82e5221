#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

namespace gdo::contract {

// What a violation does.
enum class Action {
  reject,  // the whole item goes to registro_rejeitado
  null,    // the value is dropped, the row stays, the violation is noted in its avisos
  warn,    // noted in avisos
};

// A field by its place in Contract::fields, or in Child::fields.
struct FieldRef {
  std::size_t index = 0;
  bool parent = false;  // in a child: a field of the contract the child belongs to
  bool operator==(const FieldRef&) const = default;
};

// ---- Rules of one value. None of them looks at null. -------------------------------------------

// Numbers, dates and timestamps. Bounds are plain decimals (-?digits[.digits]) or ISO dates.
struct Range {
  std::optional<std::string> min;
  std::optional<std::string> max;
  bool min_exclusive = false;
  bool max_exclusive = false;
};

// The value, as text, is one of these (exact, after cleaning).
struct ValueSet {
  std::vector<std::string> values;
};

// A regular expression of contract/pattern.h, found anywhere in the text unless anchored.
struct TextPattern {
  std::string pattern;
};

struct TextLength {  // in Unicode code points; json arrays: elements
  std::optional<std::int64_t> min;
  std::optional<std::int64_t> max;
};

// The checks of docs/dominio.md §3.
enum class NamedCheck {
  cpf,
  cnpj,
  cpf_or_cnpj,
  gtin,
  sscc,
  car,
  nfe_key,
  ibge,
  sisbov,
  sif,
  cep,
  gta
};
inline constexpr std::size_t kNamedChecks = 12;

// Not after the file name's timestamp (or the object's time) plus this many days.
struct NotFuture {
  std::int64_t plus_days = 1;
};

struct FieldRule {
  std::variant<Range, ValueSet, TextPattern, TextLength, NamedCheck, NotFuture> body;
  Action action = Action::null;
  std::string code;  // interface.md's rule name without the field: "faixa", "cnpj" …
};

// ---- Rules between the values of one row. A rule is silent when a value it needs is null.
// --------

enum class Comparator { less, less_equal, equal, not_equal, greater_equal, greater };

// left <op> right + plus, or right's constant. A timestamp compared with a date counts as its local
// date. Tolerance: numbers only; the comparison holds if it holds for some right within ±
// tolerance.
struct Comparison {
  FieldRef left;
  Comparator op = Comparator::equal;
  std::optional<FieldRef> right;
  std::string constant;  // used when right is empty: decimal, ISO date or text
  std::int64_t plus_days = 0;
  std::int64_t plus_months = 0;  // 31 Jan + 1 month = 28 or 29 Feb
  std::string tolerance = "0";   // decimal
};

// total = Σ sign × term, within ± tolerance.
struct Sum {
  struct Term {
    FieldRef field;
    int sign = 1;
  };
  FieldRef total;
  std::vector<Term> terms;
  std::string tolerance = "0";  // decimal
};

struct Condition {
  enum class Kind {
    always,
    present,
    absent,
    failed,  // null because what came was refused
    in
  };
  Kind kind = Kind::always;
  FieldRef field;                   // unless always
  std::vector<std::string> values;  // in: compared as text
};

// When the condition holds, `field` must be there, must be absent, or must (not) match.
struct Conditional {
  enum class Kind { required, absent, matches, not_matches, in };
  Condition when;
  Kind kind = Kind::required;
  FieldRef field;
  std::string pattern;              // matches, not_matches
  std::vector<std::string> values;  // in
};

// The text of `field` equals its parts, one after the other (violation `codigo_barras`).
// cod_barra_abate = unit(5) + DDMMYYYY + sequence(4) + side(1).
struct Composition {
  struct Part {
    std::optional<FieldRef> field;  // else one of literal, skip, skip_past
    std::size_t pad = 0;            // zeros to the left of the field's text
    std::string date_format;        // of DD MM YYYY YY: "DDMMYYYY", "DD/MM/YY"; for dates
    std::string literal;
    std::size_t skip = 0;   // so many characters of any kind
    std::string skip_past;  // everything up to and with the first of this text
  };
  FieldRef field;
  std::vector<Part> parts;
};

// Several values must agree in a way only code can tell. Fields in this order:
enum class Agreement {
  car_uf,          // CAR, UF: the CAR's UF is that UF
  coordinates_uf,  // latitude, longitude, UF: the point lies in the UF's bounding box
  nfe_numero,      // NF-e key, invoice "number-series": the key's number (and series) are those
  ie_uf,           // state registration, UF: its length fits the UF (docs/dominio.md §3, IE)
};

struct Agree {
  Agreement kind = Agreement::car_uf;
  std::vector<FieldRef> fields;
};

// No two items of one document have the same values (violation `unico`); null equals null.
// Children: of one parent.
struct Unique {
  std::vector<FieldRef> fields;
};

struct RowRule {
  std::variant<Comparison, Sum, Conditional, Composition, Agree, Unique> body;
  Action action = Action::warn;
  FieldRef subject;  // the violation's `campo`, and the value that Action::null drops
  std::string code;  // "comparacao", "obrigatorio", "codigo_barras" …
  std::string description = {};
};

// ---- Rules over tables: asked in SQL after loading, reported, never rejecting nor in avisos,
// ---- because their answer changes with what arrives later. ------------------------------------

// The row of another entity that these columns name exists (violation `referencia`).
struct Reference {
  struct Pair {
    FieldRef local;
    std::string remote_column;
    std::size_t prefix = 0;  // > 0: only the first characters of the local text
  };
  // The local number lies in [start, start + count - 1] of the row found.
  struct Within {
    FieldRef value;
    std::string start_column;
    std::string count_column;
  };
  std::string entity;
  std::vector<Pair> columns;
  std::optional<Within> within;
  std::int64_t grace_days = 7;  // late arrivals: silent until this many days after the load
};

// Ranges [start, start + count - 1] of rows with the same `within` values do not overlap.
struct NoOverlap {
  std::string start_column;
  std::string count_column;
  std::vector<std::string> within_columns;
};

// The distinct values of another entity's column number as many as `equals` says, ± percent.
struct CountMatches {
  std::string entity;
  std::string distinct_column;
  std::vector<Reference::Pair> columns;
  FieldRef equals;
  double tolerance_percent = 0;
  std::int64_t grace_days = 7;
};

// No two rows of the table, of one tenant, have the same values here although their keys differ.
struct UniqueAcross {
  std::vector<std::string> columns;
};

struct TableRule {
  std::variant<Reference, NoOverlap, CountMatches, UniqueAcross> body;
  FieldRef subject;
  std::string code;  // "referencia", "faixa", "comparacao", "unico"
  std::string description = {};
  int line = 0;  // in the contract's file
};

// One visitor of a rule's kinds made of several lambdas, for std::visit.
template <typename... Visitors>
struct Overloaded : Visitors... {
  using Visitors::operator()...;
};
template <typename... Visitors>
Overloaded(Visitors...) -> Overloaded<Visitors...>;

}  // namespace gdo::contract
