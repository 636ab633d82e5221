#pragma once

#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace gdo::test {

// Stops the process, as a fuzzer wants it, when an invariant does not hold.
inline void fuzz_check(bool holds, std::string_view what) {
  if (holds) return;
  std::fprintf(stderr, "broken invariant: %.*s\n", static_cast<int>(what.size()), what.data());
  std::abort();
}

}  // namespace gdo::test
