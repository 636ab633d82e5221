#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/terminal/tree.h"
#include "trace/trace.h"

namespace gdo::app {

// One line about a node: what it is, what matters about it, and, where that is in question, whether
// it is proven.
std::vector<Piece> node_pieces(const trace::TraceNode& node);

// "1 half-carcass", "20 half-carcasses"
std::string halves_text(std::int64_t number);

// "9801/70006": a key as a person writes it.
std::string key_text(const nlohmann::ordered_json& key);

// Whether the node says that it is proven: true, false, or nothing.
std::optional<bool> proven(const trace::TraceNode& node);

}  // namespace gdo::app
