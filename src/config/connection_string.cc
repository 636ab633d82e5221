#include "config/connection_string.h"

#include <fmt/format.h>

#include <string_view>

#include "base/percent.h"

namespace gdo::config {
namespace {

void append_keyword(std::string& text, std::string_view keyword, std::string_view value) {
  if (value.empty()) return;
  if (!text.empty()) text += ' ';
  text += keyword;
  text += "='";
  for (const char letter : value) {
    if (letter == '\'' || letter == '\\') text += '\\';
    text += letter;
  }
  text += '\'';
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

}  // namespace gdo::config
