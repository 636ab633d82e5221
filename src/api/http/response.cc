#include "api/http/response.h"

#include <fmt/format.h>

#include <algorithm>
#include <ctime>

namespace gdo::api {
namespace {

std::string http_date() {
  const std::time_t now = std::time(nullptr);
  std::tm parts{};
  gmtime_r(&now, &parts);
  char text[64];
  const std::size_t length = std::strftime(text, sizeof text, "%a, %d %b %Y %H:%M:%S GMT", &parts);
  return {text, length};
}

// A header cannot end the head, whatever is put into it.
std::string one_line(std::string_view value) {
  std::string line(value);
  std::replace_if(
      line.begin(), line.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }, ' ');
  return line;
}

}  // namespace

Response text_response(int status, std::string type, std::string body) {
  Response response;
  response.status = status;
  response.body = std::move(body);
  response.set("Content-Type", std::move(type));
  return response;
}

namespace {

// "Not Found"
std::string_view reason_phrase(int status) {
  switch (status) {
    case 200:
      return "OK";
    case 202:
      return "Accepted";
    case 204:
      return "No Content";
    case 304:
      return "Not Modified";
    case 400:
      return "Bad Request";
    case 401:
      return "Unauthorized";
    case 403:
      return "Forbidden";
    case 404:
      return "Not Found";
    case 405:
      return "Method Not Allowed";
    case 406:
      return "Not Acceptable";
    case 408:
      return "Request Timeout";
    case 409:
      return "Conflict";
    case 413:
      return "Content Too Large";
    case 415:
      return "Unsupported Media Type";
    case 429:
      return "Too Many Requests";
    case 431:
      return "Request Header Fields Too Large";
    case 500:
      return "Internal Server Error";
    case 503:
      return "Service Unavailable";
    case 504:
      return "Gateway Timeout";
    default:
      return "Status";
  }
}

}  // namespace

std::string head_text(const Response& response, std::int64_t length, bool keep_alive,
                      int minor_version) {
  std::string head = fmt::format("HTTP/1.1 {} {}\r\nDate: {}\r\nServer: gdo\r\n", response.status,
                                 reason_phrase(response.status), http_date());
  for (const auto& [name, value] : response.headers) {
    head += fmt::format("{}: {}\r\n", name, one_line(value));
  }
  const bool bodiless = response.status == 304 || response.status == 204;
  if (length >= 0 && !bodiless) head += fmt::format("Content-Length: {}\r\n", length);
  if (length < 0 && minor_version > 0) head += "Transfer-Encoding: chunked\r\n";
  if (!keep_alive) {
    head += "Connection: close\r\n";
  } else if (minor_version == 0) {
    head += "Connection: keep-alive\r\n";
  }
  return head + "\r\n";
}

}  // namespace gdo::api
