#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::decode {

// Why one record cannot be loaded, as interface.md spells it.
enum class RecordFault {
  invalid_json,  // not JSON (a line of JSON Lines)
  invalid_utf8,  // invalid UTF-8, or a raw 0x00 byte
  depth,         // deeper than ReadLimits::depth
  size,          // longer than ReadLimits::record_bytes
};

struct ReadLimits {
  std::size_t record_bytes = 64U << 20U;        // longest record, uncompressed
  int depth = 512;                              // deepest nesting; the record itself is 1
  double compression_ratio = 1000.0;            // most uncompressed bytes for a stored byte,
  std::uint64_t ratio_free_bytes = 64U << 20U;  // once more than this many have come out
};

// One element of the root array, the root object, or one line.
struct RawRecord {
  // The record's exact bytes, followed by at least simdjson::SIMDJSON_PADDING readable bytes; valid
  // until the next call of next(). Of a record that is too long only the first
  // ReadLimits::record_bytes.
  std::string_view bytes;
  std::uint64_t offset = 0;  // of its first byte in the uncompressed document, BOM counted
  std::uint64_t size = 0;    // the record's whole length in bytes
  std::int64_t number = 0;   // from 1
  std::optional<RecordFault> fault;
};

// The whole document is broken: a broken array or object, or an empty file. Nothing of it may load.
struct DocumentFault {
  // json_malformado, vazio (nothing, or white space), raiz_invalida (neither object nor array),
  // codificacao_invalida (not UTF-8), compressao_invalida, razao_compressao; with a container also
  // recipiente_ausente, recipiente_repetido, and profundidade outside its records.
  std::string code;
  std::string message;  // Portuguese, for log_processamento; no payload value nor place in it
  // Of the first byte that a strict parser could not accept; the end, if there were too few.
  std::int64_t line = 0;    // from 1, in the uncompressed document
  std::int64_t column = 0;  // from 1, in bytes
  std::uint64_t offset = 0;
};

// Fills the buffer with the next stored bytes of the file, 0 at its end; may throw.
using ByteSource = std::function<std::size_t(std::span<char>)>;

// Reads one object, an array or JSON Lines, plain, gzip or zstd (known by their first bytes), with
// or without BOM, from a stream, in memory bounded by ReadLimits::record_bytes.
//
//   DocumentReader reader(source, limits, {});
//   RawRecord record;
//   while (reader.next(record)) …
//   if (reader.fault()) …  // forget every record seen
class DocumentReader {
 public:
  // Reads nothing before the first call of next(). What the source throws passes through next();
  // the reader is of no use after that.
  //
  // container: the members that lead from a root object to the array of records, as the contract
  // says; empty = the root array (or object, or lines). With one, a root object is never taken for
  // JSON Lines; a root array needs none.
  DocumentReader(ByteSource source, ReadLimits limits, std::vector<std::string> container = {});
  ~DocumentReader();
  DocumentReader(const DocumentReader&) = delete;
  DocumentReader& operator=(const DocumentReader&) = delete;

  // False at the end of the document, or when it turned out broken: see fault(). Every record that
  // is returned without a fault is complete, valid JSON (RFC 8259) that PostgreSQL's json accepts;
  // it need not be an object.
  bool next(RawRecord& record);
  const std::optional<DocumentFault>& fault() const;
  // Uncompressed bytes consumed so far; at the end, the size of the uncompressed document.
  std::uint64_t bytes_read() const;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gdo::decode
