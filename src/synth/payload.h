#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace gdo::synth {

enum class Payload { animals, schedule, deboning, boxes, registro_venda };
constexpr std::size_t kPayloads = 5;

// The folder of the lake.
constexpr std::string_view folder_of(Payload payload) {
  constexpr std::array<std::string_view, kPayloads> kFolders = {"animais", "escala", "desossa",
                                                                "caixas", "registro_venda"};
  return kFolders[static_cast<std::size_t>(payload)];
}

// What the source calls its files.
constexpr std::string_view stem_of(Payload payload) {
  constexpr std::array<std::string_view, kPayloads> kStems = {"animais", "escalas", "desossas",
                                                              "caixas", "movimentacoes"};
  return kStems[static_cast<std::size_t>(payload)];
}

}  // namespace gdo::synth
