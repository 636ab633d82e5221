#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::app {

// A reason of motivo_nao_rastreavel in plain words; the code itself when it is unknown.
std::string reason_text(std::string_view reason);

// Why a sale is not traceable: each reason, and of how many of its boxes.
std::string reasons_of_sale(const nlohmann::ordered_json& data);

// Everything that the data of a slaughter lot say it lacks, in plain words.
std::vector<std::string> lacks_of_lot(const nlohmann::ordered_json& data);

}  // namespace gdo::app
