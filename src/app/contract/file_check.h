#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "api/document_check.h"
#include "app/terminal/terminal.h"
#include "contract/contract.h"
#include "decode/document_reader.h"

// A file judged as raw and trusted would, without a database, and what is said of it.
namespace gdo::app {

struct TextPlace {
  std::int64_t line = 1;    // from 1
  std::int64_t column = 1;  // from 1, in bytes
};

// Where the lines of a text begin.
class LineTable {
 public:
  // The text's next bytes.
  void add(std::string_view text);
  [[nodiscard]] TextPlace place(std::uint64_t offset) const;

 private:
  std::vector<std::uint64_t> starts_ = {0};
  std::uint64_t size_ = 0;
};

using api::CheckedItem;
using api::CheckedReason;

struct CheckedFile {
  std::string file;
  std::string payload;
  std::int64_t records = 0;
  std::vector<CheckedItem> items;
  // The file is broken and would load nothing: items is empty.
  std::optional<decode::DocumentFault> fault;
  LineTable lines;

  [[nodiscard]] bool good() const;
};

struct FileCheckOptions {
  // Of files whose path names none; empty = records may name any.
  std::string tenant = {};
  decode::ReadLimits limits = {};
};

// name: a path, or "-" for stdin. The future begins after the time in its name, else after its
// modification. Throws Error(config) when it cannot be read.
[[nodiscard]] CheckedFile check_file(const std::string& name, const contract::Payload& payload,
                                     const FileCheckOptions& options);

// {"arquivo", "registros": [{nr_registro, nr_item, linha, coluna, entidade, veredito, motivos}],
// "erro", "resumo"}; of several files an array of them. Source: interface.md.
std::string check_json(std::span<const CheckedFile> files);

// What a producer reads: counts, then each kind of violation with the first places where it is.
std::string check_text(const CheckedFile& file, const Terminal& terminal);

}  // namespace gdo::app
