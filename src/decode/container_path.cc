#include "decode/container_path.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <utility>

#include "base/encodings.h"

namespace gdo::decode {
namespace {

constexpr std::size_t kLongestName = 4096;  // in the document; what is longer is no name of ours

}  // namespace

ContainerPath::ContainerPath(DocumentText& text, const ReadLimits& limits,
                             std::vector<std::string> path)
    : text_(text), path_(std::move(path)), scanner_(limits.depth) {}

ContainerPath::Step ContainerPath::advance() {
  if (!in_array_) enter();
  in_array_ = false;
  while (level_ > 0) {
    const auto c = text_.peek();
    if (!c) {
      text_.fail_at_end();
      return Step::broken;
    }
    if (!(*c == '}' ? leave() : pass_member())) return Step::broken;
    if (in_array_) return Step::array;
  }
  return Step::end;
}

bool ContainerPath::enter() {
  text_.skip_byte();
  ++level_;
  first_ = true;
  return true;
}

bool ContainerPath::leave() {
  text_.skip_byte();
  --level_;
  first_ = false;
  if (level_ > 0 || found_) return true;
  return fail_container("recipiente_ausente", "o objeto não tem a lista");
}

// Passes over a member, with the comma before it; enters the one that the path names.
bool ContainerPath::pass_member() {
  if (!first_) {
    if (text_.peek() != ',') {
      return text_.fail_syntax(SyntaxReason::comma_or_object_end, text_.offset());
    }
    text_.skip_byte();
  }
  first_ = false;
  if (!read_name()) return false;
  const auto c = text_.peek();
  if (!c) return text_.fail_at_end();
  if (name_ != path_[level_ - 1]) return pass_value(nullptr);
  if (level_ < path_.size()) return *c == '{' ? enter() : pass_value(nullptr);
  if (*c != '[') return fail_container("recipiente_ausente", "não é uma lista:");
  if (found_) return fail_container("recipiente_repetido", "o objeto tem mais de uma lista");
  text_.skip_byte();
  in_array_ = found_ = true;
  return true;
}

// Moves behind a name and its colon.
bool ContainerPath::read_name() {
  auto c = text_.peek();
  if (!c) return text_.fail_at_end();
  if (*c != '"') return text_.fail_syntax(SyntaxReason::name, text_.offset());
  std::string quoted;
  if (!pass_value(&quoted)) return false;
  c = text_.peek();
  if (!c) return text_.fail_at_end();
  if (*c != ':') return text_.fail_syntax(SyntaxReason::colon, text_.offset());
  text_.skip_byte();
  name_.clear();
  if (quoted.size() > kLongestName) return true;
  append_unescaped(std::string_view(quoted).substr(1, quoted.size() - 2), name_);
  return true;
}

// Moves behind the value at text_.offset(). copy, if any: gets the value, or too much of it.
bool ContainerPath::pass_value(std::string* copy) {
  scanner_.restart();
  TextWindow& window = text_.window();
  const std::uint64_t start = text_.offset();
  for (;;) {
    const std::string_view ahead = window.from(text_.offset());
    const ScanOutcome outcome = scanner_.scan(ahead);
    const std::uint64_t at = start + scanner_.scanned();
    if (scanner_.bad_text()) return fail_bad_text(start);
    if (outcome == ScanOutcome::broken) return text_.fail_syntax(scanner_.reason(), at);
    if (copy != nullptr && copy->size() <= kLongestName) {
      copy->append(ahead.substr(0, at - text_.offset()));
    }
    text_.move_to(at);
    if (outcome == ScanOutcome::complete) break;
    window.release(std::max(window.released(), at - std::min(at - start, ValueScanner::kStepBack)));
    if (window.more()) continue;
    scanner_.finish();
    return scanner_.bad_text() && text_.end() ? fail_bad_text(start) : text_.fail_at_end();
  }
  if (!scanner_.too_deep()) return true;
  return text_.fail("profundidade", "aninhamento profundo demais fora dos registros",
                    text_.offset());
}

bool ContainerPath::fail_bad_text(std::uint64_t start) {
  return text_.fail_syntax("bytes que não são UTF-8", start + scanner_.bad_byte());
}

bool ContainerPath::fail_container(std::string_view code, std::string_view what) {
  return text_.fail(code, fmt::format("{} {}", what, fmt::join(path_, ".")), text_.offset());
}

}  // namespace gdo::decode
