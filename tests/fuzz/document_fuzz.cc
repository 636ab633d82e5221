// Uncompressed documents of any content, cut into any chunks, under small limits: the reader must
// find the records, the faults and the positions that the reference finds.
//
// The first two bytes of an input choose the chunks and the options, the rest is the document.
#include <cstdint>
#include <string_view>

#include "decode/reading.h"
#include "fuzz/fuzz_check.h"

namespace {

using gdo::test::fuzz_check;

gdo::test::Chunking chunking_for(unsigned choice) {
  if (choice == 0) return gdo::test::whole();
  return choice < 128 ? gdo::test::every(choice) : gdo::test::at_random(choice, 1U << choice % 8U);
}

// Compressed input has a target of its own, and the reference knows no byte order marks.
bool is_for_us(std::string_view text) {
  return !text.starts_with("\x1f\x8b") && !text.starts_with("\x28\xb5\x2f\xfd") &&
         text.substr(0, 4).find("\x2a\x4d\x18") != 1;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size < 2) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  const std::string_view text = input.substr(2);
  if (!is_for_us(text)) return 0;
  gdo::decode::ReadLimits limits;
  if ((data[1] & 1U) != 0) limits.depth = 4;
  if ((data[1] & 2U) != 0) limits.record_bytes = 40;
  std::vector<std::string> container;
  if ((data[1] & 4U) != 0) container = {"d"};
  if ((data[1] & 8U) != 0) container = {"a", "d"};

  const auto reading = gdo::test::read_all(gdo::test::source_of(text), limits, container);
  if (reading.fault && reading.fault->code == "codificacao_invalida") return 0;
  std::uint64_t behind = 0;
  for (const auto& record : reading.records) {
    fuzz_check(record.offset >= behind && record.size > 0, "records follow one another");
    behind = record.offset + record.size;
    fuzz_check(text.substr(record.offset, record.bytes.size()) == record.bytes,
               "a record is a slice of the document");
    fuzz_check(record.fault || gdo::test::is_json_by_reference(record.bytes),
               "a record without a fault is JSON");
  }
  const std::string found = gdo::test::difference(text, limits, container, chunking_for(data[0]));
  fuzz_check(found.empty(), found);
  return 0;
}
