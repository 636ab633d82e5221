#include "raw/payload_guess.h"

#include "raw/record_checker.h"

namespace gdo::raw {
namespace {

constexpr std::size_t kReadableAfter = 64;  // see RawRecord::bytes

}  // namespace

std::string guess_payload(const contract::Catalog& catalog, const contract::Payload& own,
                          std::string_view record) {
  std::string padded(record);
  padded.append(kReadableAfter, ' ');
  decode::RawRecord raw;
  raw.bytes = std::string_view(padded).substr(0, record.size());
  raw.size = record.size();
  for (const contract::Payload& other : catalog.payloads()) {
    if (&other == &own) continue;
    RecordChecker checker(other, "");
    bool fits = true;
    for (const Reason& reason : checker.check(raw)) {
      if (reason.field != "token_cliente") fits = false;
    }
    if (fits) return other.name;
  }
  return {};
}

}  // namespace gdo::raw
