#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "decode/document_reader.h"
#include "decode/reference_reader.h"

namespace gdo::test {

// How many bytes the source gives next.
using Chunking = std::function<std::size_t()>;

Chunking whole();
Chunking every(std::size_t bytes);
// Between 1 and `most`, from a seed.
Chunking at_random(unsigned seed, std::size_t most);

decode::ByteSource source_of(std::string_view stored, Chunking chunking = whole());

struct Reading {
  std::vector<ReferenceRecord> records;
  std::optional<decode::DocumentFault> fault;
  std::uint64_t bytes_read = 0;
};

// Everything the reader gives. Checks what must always hold: numbers count from 1, and the bytes
// behind a record can be read.
Reading read_all(decode::ByteSource source, const decode::ReadLimits& limits = {},
                 std::vector<std::string> container = {});
Reading read_text(std::string_view text);

// What the difference is between what the reader makes of an uncompressed text and what it must
// make of it; empty if there is none.
std::string difference(std::string_view text, const decode::ReadLimits& limits = {},
                       const std::vector<std::string>& container = {}, Chunking chunking = whole());

std::string name_of(const std::optional<decode::RecordFault>& fault);

// "3+7 {"a":1}" for each record and, if there is one, the fault: offset, size, bytes.
std::vector<std::string> described(const Reading& reading);

}  // namespace gdo::test
