// Stored bytes of any kind, compressed or not: the same records whatever the chunks, in little
// memory and time.
#include <cstdint>
#include <string_view>

#include "decode/reading.h"
#include "fuzz/fuzz_check.h"

namespace {

// How much comes out before this is found depends on the chunks, and in it may be another fault.
bool is_of_storage(const gdo::decode::DocumentFault& fault) {
  return fault.code == "razao_compressao" || fault.code == "compressao_invalida";
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view stored(reinterpret_cast<const char*>(data), size);
  gdo::decode::ReadLimits limits;
  limits.record_bytes = 1000;
  limits.ratio_free_bytes = 1U << 16U;
  limits.compression_ratio = 50;
  const auto first = gdo::test::read_all(gdo::test::source_of(stored), limits);
  const auto second =
      gdo::test::read_all(gdo::test::source_of(stored, gdo::test::every(1)), limits);
  using gdo::test::fuzz_check;
  fuzz_check(first.fault.has_value() == second.fault.has_value(), "chunks make no difference");
  if (first.fault) {
    const bool stored_badly = is_of_storage(*first.fault) || is_of_storage(*second.fault);
    fuzz_check(stored_badly || first.fault->code == second.fault->code, "the fault is the same");
    return 0;
  }
  fuzz_check(first.bytes_read == second.bytes_read, "the size is the same");
  fuzz_check(first.records.size() == second.records.size(), "so many records");
  for (std::size_t i = 0; i < first.records.size(); ++i) {
    fuzz_check(first.records[i].bytes == second.records[i].bytes, "the same bytes");
    fuzz_check(first.records[i].offset == second.records[i].offset, "at the same place");
  }
  return 0;
}
