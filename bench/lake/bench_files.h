#pragma once

#include <cstdint>
#include <filesystem>

// Files for benchmarks: many half-carcass records (animais, shape A) of about 900 bytes, all valid,
// no two with the same key. The same arguments give the same bytes.
namespace gdo::synth {

struct BenchFile {
  std::int64_t records = 0;
  std::int64_t bytes = 0;
};

// All three throw Error: lake (cannot write), config (more than about 8 million records).

// One JSON Lines file. Files of different parts (0 to 9999) have different keys.
BenchFile generate_animals_lines(const std::filesystem::path& path, std::int64_t records,
                                 std::uint64_t seed, int part = 0);
// One minified array of at least `bytes` bytes.
BenchFile generate_single_array(const std::filesystem::path& path, std::int64_t bytes,
                                std::uint64_t seed);
// Files animais_….json of one record each, in a folder that exists.
BenchFile generate_single_record_files(const std::filesystem::path& folder, std::int64_t files,
                                       std::uint64_t seed);

}  // namespace gdo::synth
