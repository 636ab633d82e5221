#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"
#include "judge/findings.h"
#include "judge/object_shape.h"

namespace gdo::judge {

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
