#pragma once

#include <fmt/format.h>

#include <exception>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include "api/http/response.h"
#include "base/error.h"
#include "base/translation.h"

namespace gdo::api {

// A sentence in both languages of the API: who asks says which one they read. Never holds a secret
// or a stored value.
struct Text {
  std::string pt;
  std::string en;
};

// The English text, which stands in the code and is the message's name in po/pt_BR.po, and what the
// catalogue makes of it. `text` is a literal (scripts/update-po).
inline Text said(const char* text) {
  const char* const found = portuguese_catalogue().find(text);
  return {found == nullptr ? text : found, text};
}

// The same of a format and its arguments.
template <typename... Args>
Text saidf(fmt::format_string<Args...> format, Args&&... args) {
  const Text formats = said(fmt::string_view(format).data());
  return {fmt::vformat(formats.pt, fmt::make_format_args(args...)),
          fmt::vformat(formats.en, fmt::make_format_args(args...))};
}

// Why a request is refused: RFC 9457. The codes are those of the interface: see kProblems.
struct Problem {
  std::string_view code;  // "parametro_invalido"
  Text detail = {};
  std::string parameter = {};
  nlohmann::ordered_json more = {};  // further members
  int status = 0;                    // 0 = that of the code
  int retry_after_s = 2;             // of 429 and 503
};

// Thrown to leave a handler with that answer.
class Refused : public Error {
 public:
  explicit Refused(Problem problem)
      : Error(ErrorKind::config, problem.detail.en), problem_(std::move(problem)) {}
  const Problem& problem() const noexcept { return problem_; }

 private:
  Problem problem_;
};

// True where Accept-Language prefers English to Portuguese; Portuguese is what nobody asked for.
bool wants_english(std::string_view accept_language);

// The document, in the language of the request.
Response problem_response(const Request& request, const Problem& problem);
// The codes, for OpenAPI and the page of errors.
struct ProblemKind {
  std::string_view code;
  int status;
  const char* title;  // English; the catalogue has it in Portuguese
};
std::span<const ProblemKind> problem_kinds();

// What went wrong while an answer was made, as a problem: says nothing of our insides.
Problem problem_of(const std::exception_ptr& failure);

}  // namespace gdo::api
