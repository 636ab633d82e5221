#include "judge/findings.h"

#include "values/text.h"

namespace gdo::judge {
namespace {

constexpr std::size_t kShownBytes = 200;

bool is_scalar(values::TokenKind kind) {
  return kind == values::TokenKind::string || kind == values::TokenKind::number ||
         kind == values::TokenKind::boolean;
}

}  // namespace

void Findings::clear() {
  all_.clear();
  rejected_ = false;
}

Findings::Element Findings::begin_element() {
  const Element element{all_.size(), rejected_};
  rejected_ = false;
  return element;
}

void Findings::end_element(Element element) {
  for (std::size_t i = element.found; i < all_.size(); ++i) {
    if (all_[i].action == contract::Action::reject) all_[i].action = contract::Action::null;
  }
  rejected_ = element.rejected;
}

void Findings::start_with(const Findings& header) {
  all_.assign(header.all_.begin(), header.all_.end());
  rejected_ = header.rejected_;
}

std::string_view Findings::shown(const values::Token& token) {
  if (token.kind != values::TokenKind::string) return values::cut_text(token.text(), kShownBytes);
  const std::string_view escaped = token.text().substr(1, token.size - 2U);
  const values::Unescaped text = values::unescape_json(escaped, scratch_);
  const std::string_view part = values::cut_text(text.text, kShownBytes);
  return text.text.data() == escaped.data() ? part : arena_->keep(part);
}

void Findings::add(Violation violation, const values::Token& token) {
  if (violation.action == contract::Action::reject) rejected_ = true;
  if (all_.size() >= kMost) return;
  if (violation.has_value) violation.value = shown(token);
  violation.list = place_.list;
  violation.element = place_.element;
  const char* const at = token.begin == nullptr ? place_.object : token.begin;
  violation.offset = static_cast<std::uint32_t>(at - place_.record);
  all_.push_back(violation);
}

void Findings::add(std::string_view rule, const contract::Field& field, contract::Action action,
                   const Message& message, const values::Token& token) {
  Violation violation;
  violation.rule = rule;
  violation.field = field.name;
  violation.action = action;
  violation.message = &message;
  violation.has_value = is_scalar(token.kind) && field.privacy != contract::Privacy::never;
  violation.personal = field.privacy != contract::Privacy::none;
  add(violation, token);
}

void Findings::add(std::string_view rule, std::string_view member, contract::Action action,
                   const Message& message, const values::Token& token) {
  Violation violation;
  violation.rule = rule;
  violation.field = member;
  violation.action = action;
  violation.message = &message;
  add(violation, token);
}

}  // namespace gdo::judge
