#include "config/connection_string.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cstddef>
#include <string_view>

#include "base/encodings.h"

namespace gdo::config {
namespace {

void append_keyword(std::string& text, std::string_view keyword, std::string_view value) {
  if (value.empty()) return;
  if (!text.empty()) text += ' ';
  text += keyword;
  text += '=';
  text += quoted_conninfo_value(value);
}

}  // namespace

std::string connection_string(const DatabaseSettings& db) {
  std::string text;
  append_keyword(text, "host", db.host);
  append_keyword(text, "port", db.port);
  append_keyword(text, "dbname", db.name);
  append_keyword(text, "user", db.user);
  append_keyword(text, "password", db.password.reveal());
  append_keyword(text, "sslmode", db.sslmode);
  append_keyword(text, "sslrootcert", db.sslrootcert);
  return text;
}

std::string connection_uri(const DatabaseSettings& db) {
  // The host goes into the query part: a socket folder or a list of hosts may stand there as it is.
  std::string uri =
      fmt::format("postgresql://{}@/{}?host={}&port={}&sslmode={}", percent_encoded(db.user),
                  percent_encoded(db.name), percent_encoded(db.host), db.port, db.sslmode);
  if (!db.sslrootcert.empty()) uri += "&sslrootcert=" + percent_encoded(db.sslrootcert);
  return uri;
}

namespace {

// scheme://user:password@host → the password is replaced, up to the last @ of the word: people
// forget to escape an @ or a / in a password, and then it must not show either.
std::string redact_authorities(std::string text) {
  std::size_t begin = 0;
  while ((begin = text.find("://", begin)) != std::string::npos) {
    begin += 3;
    if (text.compare(begin, 1, "/") == 0) continue;  // a path: no user
    const std::size_t end = std::min(text.find_first_of(" \t\r\n\"'", begin), text.size());
    const std::size_t colon = text.find(':', begin);
    const std::size_t at = text.rfind('@', end);
    if (at == std::string::npos || colon == std::string::npos || colon >= at) continue;
    text.replace(colon + 1, at - colon - 1, kRedacted);
  }
  return text;
}

bool starts_keyword(std::string_view text, std::size_t position) {
  if (position == 0) return true;
  const char before = text[position - 1];
  return before == '?' || before == '&' || std::isspace(static_cast<unsigned char>(before)) != 0;
}

// The end of the value that begins at `position`: a closing quote, or what separates keywords.
std::size_t value_end(std::string_view text, std::size_t position) {
  if (position < text.size() && text[position] == '\'') {
    for (std::size_t i = position + 1; i < text.size(); ++i) {
      if (text[i] == '\\') {
        ++i;
      } else if (text[i] == '\'') {
        return i + 1;
      }
    }
    return text.size();
  }
  const std::size_t end = text.find_first_of("& \t\r\n", position);
  return end == std::string_view::npos ? text.size() : end;
}

std::string redact_keyword(std::string text, std::string_view keyword) {
  std::size_t from = 0;
  while ((from = text.find(keyword, from)) != std::string::npos) {
    const std::size_t value = from + keyword.size();
    if (starts_keyword(text, from)) {
      text.replace(value, value_end(text, value) - value, kRedacted);
    }
    from = value;
  }
  return text;
}

}  // namespace

std::string redact_uri(std::string_view text) {
  std::string result = redact_authorities(std::string(text));
  result = redact_keyword(std::move(result), "sslpassword=");
  return redact_keyword(std::move(result), "password=");
}

}  // namespace gdo::config
