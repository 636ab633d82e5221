#include "contract/reader/diagnostics.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "base/error.h"
#include "base/words.h"

namespace gdo::contract {
namespace {

constexpr std::size_t kMostShownDiagnostics = 100;

}  // namespace

void Diagnostics::add(std::string_view file, int line, std::string_view what) {
  lines_.push_back({std::string(file), line, std::string(what)});
}

void Diagnostics::raise() const {
  if (lines_.empty()) return;
  std::vector<Entry> sorted = lines_;
  std::stable_sort(sorted.begin(), sorted.end(), [](const Entry& a, const Entry& b) {
    return std::tie(a.file, a.line) < std::tie(b.file, b.line);
  });
  std::string text = sorted.size() == 1
                         ? "the contracts have a mistake:"
                         : fmt::format("the contracts have {} mistakes:", sorted.size());
  for (std::size_t i = 0; i < std::min(sorted.size(), kMostShownDiagnostics); ++i) {
    text += fmt::format("\n  {}:{}: {}", sorted[i].file, sorted[i].line, sorted[i].what);
  }
  if (sorted.size() > kMostShownDiagnostics)
    text += "\n  … fix these first; the others are not shown";
  throw Error(ErrorKind::config, text);
}

std::string suggestion(std::string_view word, std::span<const std::string_view> known) {
  if (known.empty()) return {};
  const std::string_view shown = word.substr(0, 64);  // a long word is near to nothing
  const auto nearest =
      std::min_element(known.begin(), known.end(), [&](std::string_view a, std::string_view b) {
        return edit_distance(shown, a) < edit_distance(shown, b);
      });
  if (edit_distance(shown, *nearest) <= std::max<std::size_t>(1, shown.size() / 3)) {
    return fmt::format("; did you mean '{}'?", *nearest);
  }
  return fmt::format("; known are {}", fmt::join(known, ", "));
}

}  // namespace gdo::contract
