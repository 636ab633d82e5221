#include "decode/foreign_format.h"

#include <algorithm>
#include <array>
#include <string>
#include <utility>

namespace gdo::decode {
namespace {

using std::string_view_literals::operator""sv;

struct Sign {
  std::string_view bytes;
  std::string_view name;
};

// The byte order marks; UTF-32's begins with UTF-16's.
constexpr std::array kMarks = {
    Sign{"\xff\xfe\0\0"sv, "UTF-32"},
    Sign{"\0\0\xfe\xff"sv, "UTF-32"},
    Sign{"\xff\xfe"sv, "UTF-16"},
    Sign{"\xfe\xff"sv, "UTF-16"},
};

// A bracket (b), and zeros where UTF-16 or UTF-32 has them and nothing else can.
constexpr std::array kWide = {
    Sign{"b000", "UTF-32"}, Sign{"000b", "UTF-32"}, Sign{"b0.0", "UTF-16"},
    Sign{"0b0.", "UTF-16"}, Sign{"b0b0", "UTF-16"}, Sign{"0b0b", "UTF-16"},
};

constexpr std::array kFormats = {
    Sign{"\x1f\x8b"sv, "um gzip (comprimido duas vezes?)"},
    Sign{"\x28\xb5\x2f\xfd"sv, "um zstd (comprimido duas vezes?)"},
    Sign{"PK\x03\x04"sv, "um arquivo zip"},
    Sign{"\xfd"
         "7zXZ\0"sv,
         "um arquivo xz"},
    Sign{"BZh"sv, "um arquivo bzip2"},
    Sign{"\x04\x22\x4d\x18"sv, "um arquivo lz4"},
    Sign{"\x78\x01"sv, "um fluxo zlib"},
    Sign{"\x78\x9c"sv, "um fluxo zlib"},
    Sign{"\x78\xda"sv, "um fluxo zlib"},
    Sign{"PAR1"sv, "um arquivo Parquet"},
    Sign{"Obj\x01"sv, "um arquivo Avro"},
    Sign{"%PDF"sv, "um PDF"},
    Sign{"<"sv, "XML ou HTML"},
    Sign{"\x1e"sv, "JSON com separadores de registro (RFC 7464)"},
    Sign{"//"sv, "um comentário, que JSON não tem"},
    Sign{"/*"sv, "um comentário, que JSON não tem"},
};

template <std::size_t count>
std::string_view name_of(std::string_view head, const std::array<Sign, count>& signs) noexcept {
  const auto found = std::find_if(signs.begin(), signs.end(),
                                  [&](const Sign& sign) { return head.starts_with(sign.bytes); });
  return found == signs.end() ? std::string_view{} : found->name;
}

// Words and separators, two at least, and nothing that JSON begins with.
bool first_line_is_csv(std::string_view head) noexcept {
  const std::string_view line = head.substr(0, head.find_first_of("\r\n"));
  if (line.find_first_of("{}[]:") != std::string_view::npos) return false;
  for (const char separator : {';', ',', '\t', '|'}) {
    if (std::count(line.begin(), line.end(), separator) >= 1) return true;
  }
  return false;
}

}  // namespace

std::string_view foreign_encoding(std::string_view head) noexcept {
  const std::string_view marked = name_of(head, kMarks);
  if (!marked.empty() || head.size() < 4) return marked;
  std::array<char, 4> pattern{};
  std::transform(head.begin(), head.begin() + 4, pattern.begin(), [](char c) {
    return c == '\0' ? '0' : c == '{' || c == '[' ? 'b' : '.';
  });
  return name_of({pattern.data(), pattern.size()}, kWide);
}

std::string_view foreign_format(std::string_view head) noexcept {
  head = head.substr(0, kForeignHead);
  const std::string_view name = name_of(head, kFormats);
  return name.empty() && first_line_is_csv(head) ? "CSV" : name;
}

bool looks_like_latin1(std::string_view bytes) noexcept {
  for (std::size_t i = 1; i + 1 < bytes.size(); ++i) {
    const auto byte = static_cast<unsigned char>(bytes[i]);
    const auto next = static_cast<unsigned char>(bytes[i + 1]);
    if (byte < 0xa0) continue;
    // In UTF-8 a byte of 0xC0 or more is followed by one of 0x80 to 0xBF, and those follow one.
    if (byte >= 0xc0 && (next < 0x80 || next >= 0xc0)) return true;
    if (byte >= 0xc0) ++i;
  }
  return false;
}

}  // namespace gdo::decode
