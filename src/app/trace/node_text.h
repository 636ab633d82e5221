#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <optional>
#include <string>
#include <string_view>
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

// A reason of motivo_nao_rastreavel in plain words; the code itself when it is unknown.
std::string reason_text(std::string_view reason);

// Why a sale is not traceable: each reason, and of how many of its boxes.
std::string reasons_of_sale(const nlohmann::ordered_json& data);

// Everything that the data of a slaughter lot say it lacks, in plain words.
std::vector<std::string> lacks_of_lot(const nlohmann::ordered_json& data);

}  // namespace gdo::app
