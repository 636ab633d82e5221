#include "config/redact.h"

#include <cctype>
#include <cstddef>

namespace gdo {
namespace {

// scheme://user:password@host → the password's range is replaced. The last @ before the path ends
// the user part: people forget to escape an @ in a password, and then it must not show either.
std::string redact_authority(std::string text) {
  const std::size_t scheme = text.find("://");
  if (scheme == std::string::npos) return text;
  const std::size_t begin = scheme + 3;
  const std::size_t at = text.rfind('@');
  if (at == std::string::npos || at < begin) return text;
  const std::size_t colon = text.find(':', begin);
  if (colon == std::string::npos || colon > at) return text;
  return text.replace(colon + 1, at - colon - 1, kRedacted);
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
  std::string result = redact_authority(std::string(text));
  result = redact_keyword(std::move(result), "sslpassword=");
  return redact_keyword(std::move(result), "password=");
}

}  // namespace gdo
