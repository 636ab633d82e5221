#include "raw/prepared_file.h"

#include <bit>
#include <cstring>

#include "values/dates.h"

namespace gdo::raw {
namespace {

// Clocks of plants may be wrong by a zone or two, not by more than a day.
constexpr std::int64_t kNameMayBeAheadUs = 86'400'000'000;

}  // namespace

bool is_believed(std::int64_t named_us, std::int64_t object_us) {
  return named_us <= object_us + kNameMayBeAheadUs;
}

FileVersion version_of(const control::Delivery& delivery, const store::ContentId& content) {
  store::ContentHasher hasher;
  hasher.update(delivery.file_name);
  hasher.update({"\0", 1});
  hasher.update({reinterpret_cast<const char*>(content.sha256.data()), content.sha256.size()});
  const store::ContentId both = hasher.finish();
  std::uint64_t hash = 0;
  for (std::size_t i = 0; i < sizeof hash; ++i) {
    hash = hash << 8U | std::to_integer<std::uint64_t>(both.sha256.at(i));
  }
  const std::int64_t own = delivery.object.updated_ns / 1000;
  const auto named = values::file_name_time(delivery.file_name);
  const bool believed = !named || is_believed(*named, own);
  return {.believed = believed,
          .time_us = named && believed ? *named : own,
          .object_us = own,
          .generation = delivery.object.generation,
          .hash = std::bit_cast<std::int64_t>(hash)};
}

std::string_view to_text(FileStatus status) {
  switch (status) {
    case FileStatus::loaded:
      return "carregado";
    case FileStatus::duplicate:
      return "duplicado";
    case FileStatus::error:
      return "erro";
    case FileStatus::same_delivery:
      return "mesma_entrega";
  }
  return "erro";
}

}  // namespace gdo::raw
