// How fast records are judged, on one thread, from memory: bytes to typed rows, no database.
//
//   bench_judge --benchmark_filter=animais
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstring>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "contract/reader/catalog_loader.h"
#include "decode/document_reader.h"
#include "judge/judge.h"
#include "synth/generate.h"
#include "values/dates.h"

namespace gdo {
namespace {

constexpr std::size_t kRoom = 64;  // readable bytes behind each record

// The records of one payload in one buffer, as a worker finds them in its batch.
struct Records {
  std::string bytes;
  std::vector<std::pair<std::size_t, std::size_t>> places;
  std::int64_t version_us = 0;

  std::string_view at(std::size_t i) const {
    return std::string_view(bytes).substr(places[i].first, places[i].second);
  }
};

void read_file(const std::filesystem::path& path, Records& records) {
  std::ifstream stream(path, std::ios::binary);
  decode::DocumentReader reader(
      [&stream](std::span<char> out) {
        stream.read(out.data(), static_cast<std::streamsize>(out.size()));
        return static_cast<std::size_t>(stream.gcount());
      },
      {});
  decode::RawRecord record;
  while (reader.next(record)) {
    if (record.fault) continue;
    records.places.emplace_back(records.bytes.size(), record.bytes.size());
    records.bytes.append(record.bytes);
  }
}

// A clean lake of a few days, made anew for each run: nothing is read from anywhere else.
std::map<std::string, Records> make_records() {
  const auto folder = std::filesystem::temp_directory_path() / "gdo-bench-judge";
  std::filesystem::remove_all(folder);
  synth::generate(
      {.out = folder, .days = 2, .tenants = 1, .seed = 7, .records = 12'000, .threads = 1});
  std::map<std::string, Records> all;
  const auto pending = folder / "pending";
  for (const auto& entry : std::filesystem::recursive_directory_iterator(pending)) {
    if (!entry.is_regular_file()) continue;
    const std::string name = entry.path().filename().string();
    Records& records = all[entry.path().lexically_relative(pending).begin()->string()];
    read_file(entry.path(), records);
    records.version_us = std::max(records.version_us, values::file_name_time(name).value_or(0));
  }
  for (auto& [payload, records] : all) records.bytes.append(kRoom, ' ');
  std::filesystem::remove_all(folder);
  return all;
}

void judge_records(benchmark::State& state, const contract::Payload& payload,
                   const Records& records) {
  judge::Judge judge(payload);
  std::int64_t items = 0;
  std::int64_t rejected = 0;
  for (auto _ : state) {
    judge.begin_document(records.version_us);
    for (std::size_t i = 0; i < records.places.size(); ++i) {
      judge.judge(records.at(i), [&](const judge::ItemVerdict& item) {
        benchmark::DoNotOptimize(item.row.data());
        ++items;
        rejected += item.accepted ? 0 : 1;
      });
    }
  }
  const auto count = static_cast<std::int64_t>(records.places.size());
  state.SetItemsProcessed(state.iterations() * count);
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(records.bytes.size()));
  state.counters["items/s"] =
      benchmark::Counter(static_cast<double>(items), benchmark::Counter::kIsRate);
  state.counters["rejected"] = static_cast<double>(rejected) / static_cast<double>(items);
}

}  // namespace
}  // namespace gdo

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  const gdo::contract::Catalog catalog = gdo::contract::load_catalog();
  const auto all = gdo::make_records();
  for (const auto& [folder, records] : all) {
    const auto* const payload = catalog.payload_of_folder(folder);
    if (payload == nullptr) continue;
    benchmark::RegisterBenchmark(payload->name.c_str(), [payload, &records = records](
                                                            benchmark::State& state) {
      gdo::judge_records(state, *payload, records);
    })->Unit(benchmark::kMillisecond);
  }
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
