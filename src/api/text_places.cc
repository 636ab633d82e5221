#include "api/text_places.h"

#include <string_view>
#include <utility>
#include <vector>

#include "decode/text_source.h"

namespace gdo::api {

std::map<std::uint64_t, LineAndColumn> places_of(decode::ByteSource source,
                                                 const decode::ReadLimits& limits,
                                                 const std::set<std::uint64_t>& offsets) {
  std::map<std::uint64_t, LineAndColumn> places;
  const auto text = decode::open_text(std::move(source), limits);
  std::vector<char> buffer(std::size_t{1} << 16U);
  std::uint64_t at = 0;  // of the buffer's first byte
  std::uint64_t line_start = 0;
  std::int64_t line = 1;
  auto wanted = offsets.begin();
  while (wanted != offsets.end()) {
    const std::size_t count = text->read(buffer);
    const std::string_view bytes(buffer.data(), count);
    std::size_t next = 0;  // of this piece, not looked at yet
    while (wanted != offsets.end() && (*wanted < at + count || count == 0)) {
      const std::size_t upto = count == 0 ? 0 : static_cast<std::size_t>(*wanted - at);
      for (std::size_t found = bytes.find('\n', next); found < upto;
           found = bytes.find('\n', found + 1)) {
        ++line;
        line_start = at + found + 1;
      }
      next = upto;
      places[*wanted] = {line, static_cast<std::int64_t>(*wanted - line_start) + 1};
      ++wanted;
    }
    if (count == 0) break;
    for (std::size_t found = bytes.find('\n', next); found != std::string_view::npos;
         found = bytes.find('\n', found + 1)) {
      ++line;
      line_start = at + found + 1;
    }
    at += count;
  }
  return places;
}

}  // namespace gdo::api
