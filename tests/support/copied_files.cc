#include "support/copied_files.h"

#include <algorithm>

#include "support/pg_wire.h"

namespace gdo::test {
namespace {

constexpr std::size_t kHeadBytes = 19;  // signature, flags, and no extension
constexpr std::size_t kCountBytes = 2;
constexpr std::size_t kLengthBytes = 4;

std::int16_t fields_at(const std::string& bytes) {
  const auto high = static_cast<unsigned char>(bytes.at(0));
  const auto low = static_cast<unsigned char>(bytes.at(1));
  return static_cast<std::int16_t>(high << 8U | low);
}

}  // namespace

std::optional<CopiedFiles> CopiedFiles::of(const std::string& statement) {
  const std::size_t column = statement.find("arquivo_id");
  const std::size_t open = statement.find('(');
  if (!statement.starts_with("COPY ") || column == std::string::npos || open > column ||
      statement.find(" FROM STDIN (FORMAT binary)") == std::string::npos) {
    return std::nullopt;
  }
  const auto from = statement.begin() + static_cast<std::ptrdiff_t>(open);
  const auto to = statement.begin() + static_cast<std::ptrdiff_t>(column);
  return CopiedFiles(static_cast<std::size_t>(std::count(from, to, ',')));
}

std::optional<CopiedFiles::Part> CopiedFiles::next() {
  Part part;
  std::size_t end = 0;
  if (head_) {
    if (waiting_.size() < kHeadBytes) return std::nullopt;
    end = kHeadBytes;
  } else {
    if (waiting_.size() < kCountBytes) return std::nullopt;
    const std::int16_t fields = fields_at(waiting_);
    part.last = fields < 0;
    end = kCountBytes;
    for (std::size_t i = 0; !part.last && i < static_cast<std::size_t>(fields); ++i) {
      if (waiting_.size() < end + kLengthBytes) return std::nullopt;
      const auto length = static_cast<std::int32_t>(number_at(waiting_, end));
      end += kLengthBytes;
      if (waiting_.size() < end + static_cast<std::size_t>(std::max(length, 0)))
        return std::nullopt;
      if (i == column_) {
        part.file = std::int64_t{number_at(waiting_, end)} << 32U | number_at(waiting_, end + 4);
      }
      end += static_cast<std::size_t>(std::max(length, 0));
    }
  }
  head_ = false;
  part.bytes = waiting_.substr(0, end);
  waiting_.erase(0, end);
  return part;
}

}  // namespace gdo::test
