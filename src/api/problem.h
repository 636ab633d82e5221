#pragma once

#include <exception>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <string_view>

#include "api/http/response.h"
#include "api/said.h"
#include "base/error.h"

namespace gdo::api {

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
int problem_status(std::string_view code);
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
