#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

namespace gdo::test {

// The rows of a COPY … FROM STDIN (FORMAT binary) as they come off a stream, each with the file
// that it was read from: the column arquivo_id.
class CopiedFiles {
 public:
  struct Part {
    std::string bytes;      // the stream's head, a whole row, or its end
    std::int64_t file = 0;  // 0: of the head
    bool last = false;      // the end
  };

  // Nothing when the statement is no such COPY, or its columns have no arquivo_id.
  static std::optional<CopiedFiles> of(const std::string& statement);

  void add(const std::string& bytes) { waiting_ += bytes; }
  // The next whole part.
  std::optional<Part> next();

 private:
  explicit CopiedFiles(std::size_t column) : column_(column) {}

  std::size_t column_;
  bool head_ = true;
  std::string waiting_;
};

}  // namespace gdo::test
