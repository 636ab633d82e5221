#include "api/access_log.h"

#include <unistd.h>

#include <ctime>
#include <nlohmann/json.hpp>

namespace gdo::api {
namespace {

std::string now_text() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[32];
  return {text, std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts)};
}

}  // namespace

void write_access_line(const Request& request, const std::string& route, const Outcome& outcome) {
  nlohmann::ordered_json line = {{"data_hora", now_text()},
                                 {"id", request.id},
                                 {"origem", request.remote},
                                 {"metodo", request.method},
                                 {"rota", route},
                                 {"status", outcome.status},
                                 {"bytes", outcome.bytes},
                                 {"duracao_us", outcome.duration.count()},
                                 {"completa", outcome.whole}};
  if (!request.caller.empty()) {
    line["chave_api"] = request.caller;
    line["papel"] = request.role;
  }
  const std::string text =
      line.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace) + "\n";
  // One write a line, so that lines of several threads stay whole. A closed stderr loses the log
  // only.
  static_cast<void>(!write(STDERR_FILENO, text.data(), text.size()));
}

}  // namespace gdo::api
