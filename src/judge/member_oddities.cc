#include "judge/member_oddities.h"

#include <algorithm>

#include "judge/json_keeper.h"
#include "judge/messages.h"
#include "values/text.h"

namespace gdo::judge {
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
