#pragma once

#include <nlohmann/json.hpp>
#include <string>

namespace gdo::app {

// What an alert (monitor/alert_json.h) says, in the reader's language: made of its kind and
// figures. One of a kind or shape that has no sentence says the stored, Portuguese words.
std::string alert_sentence(const nlohmann::ordered_json& alert);

}  // namespace gdo::app
