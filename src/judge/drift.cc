#include "judge/drift.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <utility>

#include "base/encodings.h"
#include "judge/json_keeper.h"
#include "judge/messages.h"
#include "values/text.h"

namespace gdo::judge {
namespace {

constexpr std::size_t kLongestName = 200;

}  // namespace

DriftCounter::DriftCounter(std::string entity, std::string prefix, const ObjectShape& shape)
    : entity_(std::move(entity)), prefix_(std::move(prefix)) {
  add_names(shape);
  known_.resize(names_.size());
}

void DriftCounter::add_names(const ObjectShape& shape) {
  for (const auto& member : shape.members()) {
    if (names_.size() <= member.slot) names_.resize(member.slot + 1);
    names_[member.slot] = shape.prefix() + member.name;
    if (member.inside != nullptr) add_names(*member.inside);
  }
}

void DriftCounter::observe(const Members& found) {
  ++objects_;
  for (std::size_t slot = 0; slot < known_.size(); ++slot) {
    ++known_[slot][static_cast<std::size_t>(found.slots[slot].kind)];
  }
  for (const auto& member : found.unknown) observe_unknown(member);
}

void DriftCounter::observe_unknown(const UnknownMember& member) {
  const values::Unescaped name = values::unescape_json(member.name, scratch_);
  name_ = member.shape->prefix();
  name_ += name.text;
  if (name_.size() > kLongestName || name.not_text) name_ = "(outros)";
  auto found = unknown_.find(name_);
  if (found == unknown_.end()) {
    if (unknown_.size() >= kMostUnknown) name_ = "(outros)";
    found = unknown_.try_emplace(name_).first;
  }
  ++found->second[static_cast<std::size_t>(member.value.kind)];
}

void DriftCounter::collect(std::vector<MemberSeen>& seen) {
  if (objects_ == 0) return;
  for (std::size_t slot = 0; slot < known_.size(); ++slot) {
    seen.push_back({entity_, prefix_ + names_[slot], true, objects_, known_[slot]});
  }
  for (const auto& [name, kinds] : unknown_) {
    seen.push_back({entity_, prefix_ + name, false, objects_, kinds});
  }
  objects_ = 0;
  std::fill(known_.begin(), known_.end(), Kinds{});
  unknown_.clear();
}

namespace {

using Name = std::pair<std::string_view, std::string_view>;  // entity, path
using ChangeKind = MemberChange::Kind;

// One member, as all judges of the lote together saw it.
struct Sighting {
  bool known = false;
  std::uint64_t objects = 0;
  std::vector<std::string> kinds;
};

void add_kind(std::string_view word, std::vector<std::string>& kinds) {
  const auto place = std::lower_bound(kinds.begin(), kinds.end(), word);
  if (place == kinds.end() || *place != word) kinds.insert(place, std::string(word));
}

std::map<Name, Sighting> merge(std::span<const MemberSeen> seen) {
  std::map<Name, Sighting> merged;
  for (const MemberSeen& member : seen) {
    Sighting& sighting = merged[{member.entity, member.path}];
    sighting.known = sighting.known || member.known;
    sighting.objects += member.objects;
    for (std::size_t kind = 0; kind < kTokenKinds; ++kind) {
      const std::string_view word = kind_word(static_cast<values::TokenKind>(kind));
      if (member.kinds[kind] > 0 && !word.empty()) add_kind(word, sighting.kinds);
    }
  }
  return merged;
}

bool is_type(const std::string& word) { return word != kind_word(values::TokenKind::null); }

// Whether `now` has a type that `before`, which had some, had not.
bool is_retyped(const std::vector<std::string>& before, const std::vector<std::string>& now) {
  if (std::none_of(before.begin(), before.end(), is_type)) return false;
  return std::any_of(now.begin(), now.end(), [&before](const std::string& word) {
    return is_type(word) && std::find(before.begin(), before.end(), word) == before.end();
  });
}

void compare(const Name& name, const Sighting& now, const RememberedMember* before,
             DriftReport& report) {
  const bool was_there = before != nullptr && !before->kinds.empty();
  const bool is_there = !now.kinds.empty();
  if (!was_there && !is_there) return;
  if (!is_there && now.objects < kFewestForVanished) return;
  RememberedMember row{std::string(name.first), std::string(name.second), now.known, {}};
  const auto change = [&](ChangeKind kind) {
    report.changes.push_back({kind, row.entity, row.path, row.known,
                              was_there ? before->kinds : std::vector<std::string>{}, now.kinds});
  };
  if (!is_there) {
    change(ChangeKind::vanished);
  } else if (!was_there) {
    row.kinds = now.kinds;
    if (!now.known) change(ChangeKind::appeared);
  } else {
    row.kinds = before->kinds;
    for (const auto& word : now.kinds) add_kind(word, row.kinds);
    if (is_retyped(before->kinds, now.kinds)) change(ChangeKind::retyped);
  }
  if (before == nullptr || row != *before) report.to_store.push_back(std::move(row));
}

void append_words(std::string_view name, const std::vector<std::string>& words, std::string& out) {
  if (words.empty()) return;
  out += fmt::format(",\"{}\":[", name);
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (i > 0) out += ',';
    append_json_string(words[i], out);
  }
  out += ']';
}

void append_list(std::string_view name, ChangeKind kind, std::span<const MemberChange> changes,
                 std::string& out) {
  out += fmt::format("{}\"{}\":[", out.size() > 1 ? "," : "", name);
  bool first = true;
  for (const MemberChange& change : changes) {
    if (change.kind != kind) continue;
    out += first ? "{\"entidade\":" : ",{\"entidade\":";
    append_json_string(change.entity, out);
    out += ",\"campo\":";
    append_json_string(change.path, out);
    append_words("tipos", change.now, out);
    append_words("tipos_antes", change.before, out);
    out += '}';
    first = false;
  }
  out += ']';
}

}  // namespace

std::string_view kind_word(values::TokenKind kind) {
  switch (kind) {
    case values::TokenKind::absent:
      return "";
    case values::TokenKind::null:
      return "nulo";
    case values::TokenKind::string:
      return "texto";
    case values::TokenKind::number:
      return "numero";
    case values::TokenKind::boolean:
      return "booleano";
    case values::TokenKind::object:
      return "objeto";
    case values::TokenKind::array:
      return "lista";
  }
  return "";
}

DriftReport report_drift(std::span<const MemberSeen> seen,
                         std::span<const RememberedMember> before) {
  std::map<Name, const RememberedMember*> remembered;
  for (const auto& row : before) remembered[{row.entity, row.path}] = &row;
  std::map<Name, Sighting> sightings = merge(seen);
  // Of what the contract does not name, absence is not counted: it is just not there.
  std::map<std::string_view, std::uint64_t> objects;
  for (const auto& [name, sighting] : sightings) {
    objects[name.first] = std::max(objects[name.first], sighting.objects);
  }
  for (const auto& [name, row] : remembered) {
    const auto judged = objects.find(name.first);
    if (judged == objects.end()) continue;
    sightings.try_emplace(name, Sighting{row->known, judged->second, {}});
  }
  DriftReport report;
  for (const auto& [name, sighting] : sightings) {
    const auto row = remembered.find(name);
    compare(name, sighting, row == remembered.end() ? nullptr : row->second, report);
  }
  return report;
}

std::string drift_json(std::span<const MemberChange> changes) {
  std::string out = "{";
  append_list("novos", ChangeKind::appeared, changes, out);
  append_list("sumidos", ChangeKind::vanished, changes, out);
  append_list("mudaram_de_tipo", ChangeKind::retyped, changes, out);
  out += '}';
  return out;
}

std::string drift_sentence(std::span<const MemberChange> changes) {
  const auto count = [&changes](ChangeKind kind) {
    return std::count_if(changes.begin(), changes.end(),
                         [kind](const MemberChange& change) { return change.kind == kind; });
  };
  std::string parts;
  const auto add = [&parts](std::ptrdiff_t number, std::string_view one, std::string_view many) {
    if (number == 0) return;
    parts += fmt::format("{}{} {}", parts.empty() ? "" : ", ", number, number == 1 ? one : many);
  };
  add(count(ChangeKind::appeared), "novo", "novos");
  add(count(ChangeKind::vanished), "sumido", "sumidos");
  add(count(ChangeKind::retyped), "de outro tipo", "de outro tipo");
  return parts.empty() ? parts : "campos: " + parts;
}

namespace {

using contract::Action;

// Long enough for any name that was meant, short enough for a report.
std::string_view shown(std::string_view name) { return values::cut_text(name, 100); }

}  // namespace

MemberOddities::MemberOddities(contract::Drift drift)
    : drift_(drift),
      unknown_({"campo que o contrato não conhece", "a field that the contract does not know"}),
      repeated_({"campo repetido no mesmo objeto: vale o último",
                 "field repeated in the same object: the last one counts"}),
      not_text_(not_text_message()),
      too_large_({"número grande demais para ser guardado", "number too large to be kept"}) {}

void MemberOddities::judge(const Members& found, Findings& findings, std::string& extras) {
  if (!found.repeated.empty() || found.unknown.size() > 1) report_repeated(found, findings);
  for (const auto& member : found.unknown) judge_unknown(member, findings, extras);
}

void MemberOddities::judge_unknown(const UnknownMember& member, Findings& findings,
                                   std::string& extras) {
  const std::string_view name = shown(member.name);
  if (drift_ == contract::Drift::freeze) {
    findings.add("desconhecido", name, Action::reject, unknown_, member.value);
    return;
  }
  const bool name_fits = !values::unescape_json(member.name, scratch_).not_text;
  const JsonFit fit = fits_jsonb(member.value.text());
  if (!name_fits || !fit.strings) {
    findings.add("utf8_invalido", name, Action::null, not_text_, member.value);
    return;
  }
  if (!fit.numbers) {
    findings.add("tipo", name, Action::null, too_large_, member.value);
    return;
  }
  if (!extras.empty()) extras += ',';
  extras += '"';
  extras += member.shape->prefix();
  extras += member.name;
  extras += "\":";
  extras += member.value.text();
}

void MemberOddities::report_repeated(const Members& found, Findings& findings) {
  names_.clear();
  for (const auto* member : found.repeated) names_.push_back(member->name);
  std::sort(names_.begin(), names_.end());
  names_.erase(std::unique(names_.begin(), names_.end()), names_.end());
  for (const auto name : names_) {
    findings.add("unico", name, Action::warn, repeated_, {});
  }
  names_.clear();
  for (const auto& member : found.unknown) names_.push_back(member.name);
  std::sort(names_.begin(), names_.end());
  for (std::size_t i = 1; i < names_.size(); ++i) {
    const bool first_of_many = names_[i] == names_[i - 1] && (i < 2 || names_[i] != names_[i - 2]);
    if (first_of_many) findings.add("unico", shown(names_[i]), Action::warn, repeated_, {});
  }
}

}  // namespace gdo::judge
