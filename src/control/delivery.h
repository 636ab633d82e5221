#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "store/object_store.h"

namespace gdo::control {

// A file as it was found in pending/.
struct Delivery {
  store::ObjectInfo object;  // name below the lake's root
  std::string file_name;     // below pending/<folder>/, storable as text
};

// A file that this process holds: the ledger row `id` carries its lease.
struct ClaimedFile {
  std::int64_t id = 0;
  Delivery delivery;
};

// Files of one payload and tenant that will commit together.
struct LotePlan {
  std::int64_t lote_id = 0;
  std::string payload;
  std::string tenant;
  std::vector<ClaimedFile> files;
  std::int64_t processed_at_us = 0;  // microseconds since 1970, the server's clock
  std::string partition;             // the raw partition its rows go to
  bool streamed = false;             // one file, too large to hold in memory
};

struct RecordCounts {
  std::int64_t read = 0;
  std::int64_t loaded = 0;
  std::int64_t rejected = 0;
  std::int64_t duplicates = 0;

  RecordCounts& operator+=(const RecordCounts& other) {
    read += other.read;
    loaded += other.loaded;
    rejected += other.rejected;
    duplicates += other.duplicates;
    return *this;
  }
};

// Why a file loads nothing: row of the ledger, log and `erros` of the run's report.
struct FileError {
  std::string file_name;
  std::string code;
  std::string message;
  std::int64_t line = 0;
  std::int64_t column = 0;
};

}  // namespace gdo::control
