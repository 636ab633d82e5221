#pragma once

#include <string>
#include <string_view>

#include "contract/reader/catalog_loader.h"

namespace gdo::test {

// A small contract that is right. Line 1 is empty, so that lines count from the `entity`.
inline constexpr std::string_view kExample = R"(
entity: pesagem
payload: balanca
version: 1
key: [placa, dia]
fields:
  - name: placa
    type: text
    required: true
  - name: dia
    type: date
    required: true
  - name: peso
    type: numeric(8,3)
  - name: tara
    type: numeric(8,3)
)";

// The example with one text replaced by another.
inline std::string example_with(std::string_view from, std::string_view to) {
  std::string text(kExample);
  return text.replace(text.find(from), from.size(), to);
}

// The example with lines added at its end, where the fields are: from line 17 on.
inline std::string example_and(std::string_view lines) {
  return std::string(kExample) + std::string(lines);
}

inline contract::Catalog load(const std::string& yaml) {
  return contract::load_catalog({{"x.yaml", yaml}});
}

}  // namespace gdo::test
