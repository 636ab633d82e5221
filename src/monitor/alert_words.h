#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

// What is said of alerts (alert_json.h), in the language of this thread's reader.
namespace gdo::monitor {

// A text among the members of an alert, or of its detalhes; empty where it is not there.
std::string member_text(const nlohmann::ordered_json& object, const char* name);

// What an alert says, made of its kind and figures. One of a kind that is not known here says the
// stored, Portuguese words.
std::string alert_sentence(const nlohmann::ordered_json& alert);

// What an alert of a kind means, and what to do.
struct AlertAdvice {
  std::string_view cause;
  std::string_view what_to_do;
};
AlertAdvice alert_advice(std::string_view kind);

// Both, as members of the alert: frase, causa, o_que_fazer.
void add_words(nlohmann::ordered_json& alert);

}  // namespace gdo::monitor
