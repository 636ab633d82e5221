#include "decode/reading.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>
#include <utility>

namespace gdo::test {
namespace {

// Behind each record, as simdjson wants it.
constexpr std::size_t kReadable = 64;

std::string compare_fault(std::string_view text, const std::optional<decode::DocumentFault>& fault,
                          const std::optional<ReferenceFault>& expected) {
  if (!fault && !expected) return "";
  if (!fault) return fmt::format("no fault, but {} at {}", expected->code, expected->offset);
  if (!expected) return fmt::format("fault {} at {}", fault->code, fault->offset);
  if (fault->code != expected->code) {
    return fmt::format("fault {} instead of {}", fault->code, expected->code);
  }
  if (!expected->vague && fault->offset != expected->offset) {
    return fmt::format("fault at {} instead of {}", fault->offset, expected->offset);
  }
  const std::string_view before = text.substr(0, fault->offset);
  const auto line = std::count(before.begin(), before.end(), '\n') + 1;
  const std::size_t newline = before.rfind('\n');
  const std::size_t column = before.size() - (newline + 1) + 1;  // npos + 1 = 0
  if (fault->line != line || fault->column != static_cast<std::int64_t>(column)) {
    return fmt::format("fault in line {}, column {} instead of {}, {}", fault->line, fault->column,
                       line, column);
  }
  return "";
}

std::string compare_record(const ReferenceRecord& record, const ReferenceRecord& expected) {
  if (record.offset != expected.offset || record.size != expected.size) {
    return fmt::format("[{}, +{}) instead of [{}, +{})", record.offset, record.size,
                       expected.offset, expected.size);
  }
  if (record.fault != expected.fault) {
    return fmt::format("{} instead of {}", name_of(record.fault), name_of(expected.fault));
  }
  return record.bytes == expected.bytes ? "" : "other bytes";
}

}  // namespace

Chunking whole() {
  return [] { return std::string::npos; };
}

Chunking every(std::size_t bytes) {
  return [bytes] { return bytes; };
}

Chunking at_random(unsigned seed, std::size_t most) {
  return [engine = std::mt19937(seed), most]() mutable { return engine() % most + 1; };
}

decode::ByteSource source_of(std::string_view stored, Chunking chunking) {
  return [stored, chunking = std::move(chunking)](std::span<char> out) mutable {
    const std::size_t size = std::min({out.size(), stored.size(), chunking()});
    if (size > 0) std::memcpy(out.data(), stored.data(), size);
    stored.remove_prefix(size);
    return size;
  };
}

Reading read_all(decode::ByteSource source, const decode::ReadLimits& limits,
                 std::vector<std::string> container) {
  decode::DocumentReader reader(std::move(source), limits, std::move(container));
  Reading reading;
  decode::RawRecord record;
  unsigned sum = 0;
  while (reader.next(record)) {
    const char* const behind = record.bytes.data() + record.bytes.size();
    for (std::size_t i = 0; i < kReadable; ++i) sum += static_cast<unsigned char>(behind[i]);
    reading.records.push_back({.bytes = std::string(record.bytes),
                               .offset = record.offset,
                               .size = record.size,
                               .fault = record.fault});
    if (record.number != static_cast<std::int64_t>(reading.records.size())) {
      throw std::logic_error("records are numbered from 1");
    }
  }
  if (reader.next(record)) throw std::logic_error("a record behind the last one");
  reading.fault = reader.fault();
  reading.bytes_read = reader.bytes_read();
  // So that nobody leaves the reads away.
  if (sum == ~0U) reading.bytes_read = 0;
  return reading;
}

Reading read_text(std::string_view text) { return read_all(source_of(text)); }

std::string difference(std::string_view text, const decode::ReadLimits& limits,
                       const std::vector<std::string>& container, Chunking chunking) {
  const ReferenceResult expected = read_by_reference(text, limits, container);
  const Reading reading = read_all(source_of(text, std::move(chunking)), limits, container);
  const std::size_t common = std::min(reading.records.size(), expected.records.size());
  for (std::size_t i = 0; i < common; ++i) {
    const std::string found = compare_record(reading.records[i], expected.records[i]);
    if (!found.empty()) return fmt::format("record {}: {}", i + 1, found);
  }
  const std::string found = compare_fault(text, reading.fault, expected.fault);
  if (!found.empty()) return found;
  if (reading.records.size() != expected.records.size()) {
    return fmt::format("{} records instead of {}", reading.records.size(), expected.records.size());
  }
  if (!reading.fault && reading.bytes_read != text.size()) return "not the whole text was read";
  return "";
}

std::string name_of(const std::optional<decode::RecordFault>& fault) {
  if (!fault) return "none";
  switch (*fault) {
    case decode::RecordFault::invalid_json:
      return "json_invalido";
    case decode::RecordFault::invalid_utf8:
      return "utf8_invalido";
    case decode::RecordFault::depth:
      return "profundidade";
    case decode::RecordFault::size:
      return "tamanho";
  }
  return "?";
}

std::vector<std::string> described(const Reading& reading) {
  std::vector<std::string> all;
  for (const auto& record : reading.records) {
    std::string text =
        std::to_string(record.offset) + "+" + std::to_string(record.size) + " " + record.bytes;
    if (record.fault) text += " " + name_of(record.fault);
    all.push_back(text);
  }
  if (reading.fault) {
    all.push_back(reading.fault->code + " " + std::to_string(reading.fault->line) + ":" +
                  std::to_string(reading.fault->column) + " @" +
                  std::to_string(reading.fault->offset));
  }
  return all;
}

}  // namespace gdo::test
