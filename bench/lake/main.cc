// gdo_bench_lake: writes the files that the benchmarks load. All records are valid half-carcasses
// (animais) of about 900 bytes; the same words give the same bytes.

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>

#include "base/error.h"
#include "lake/bench_files.h"

namespace {

namespace fs = std::filesystem;
using gdo::synth::BenchFile;

struct Words {
  std::string path;
  std::int64_t files = 1;
  std::int64_t records = 0;
  std::int64_t bytes = 0;
  std::uint64_t seed = 1;
};

BenchFile write_lines(const Words& words) {
  fs::create_directories(words.path);
  BenchFile all;
  for (int part = 0; part < static_cast<int>(words.files); ++part) {
    const std::int64_t records = words.records * (part + 1) / words.files - all.records;
    const fs::path path = fs::path(words.path) / fmt::format("animais_{:04}.json", part);
    const BenchFile file = gdo::synth::generate_animals_lines(path, records, words.seed, part);
    all.records += file.records;
    all.bytes += file.bytes;
  }
  return all;
}

BenchFile write_singles(const Words& words) {
  fs::create_directories(words.path);
  return gdo::synth::generate_single_record_files(words.path, words.files, words.seed);
}

// One line of the given size between small ones, all of one shape.
BenchFile write_large_record(const Words& words) {
  BenchFile file = gdo::synth::generate_animals_lines(words.path, 2, words.seed);
  std::ofstream out(words.path, std::ios::binary | std::ios::app);
  const std::string head =
      R"({"id_animal":"1","id_propriedade":"1","data_nascimento":"2024-01-01",)"
      R"("observacao":")";
  const std::string filling(1U << 20U, 'x');
  out << head;
  for (std::int64_t left = words.bytes; left > 0; left -= std::ssize(filling)) {
    out.write(filling.data(), std::min<std::int64_t>(left, std::ssize(filling)));
  }
  out << "\"}\n";
  out.close();
  if (!out) throw gdo::Error(gdo::ErrorKind::lake, "cannot write " + words.path);
  return {file.records + 1, static_cast<std::int64_t>(fs::file_size(words.path))};
}

}  // namespace

int main(int argc, char** argv) {
  Words words;
  CLI::App app("Writes the files that the benchmarks load");
  app.require_subcommand(1);
  app.add_option("--seed", words.seed, "other seeds give other records");
  auto* lines = app.add_subcommand("lines", "JSON Lines files in a folder");
  lines->add_option("folder", words.path)->required();
  lines->add_option("--files", words.files)->required();
  lines->add_option("--records", words.records, "in all files together")->required();
  auto* array = app.add_subcommand("array", "one minified array");
  array->add_option("file", words.path)->required();
  array->add_option("--bytes", words.bytes, "at least")->required();
  auto* singles = app.add_subcommand("singles", "files of one record each in a folder");
  singles->add_option("folder", words.path)->required();
  singles->add_option("--files", words.files)->required();
  auto* large = app.add_subcommand("large", "JSON Lines, the last line very long");
  large->add_option("file", words.path)->required();
  large->add_option("--bytes", words.bytes, "of the last line, about")->required();
  CLI11_PARSE(app, argc, argv);

  try {
    BenchFile file;
    if (lines->parsed()) file = write_lines(words);
    if (singles->parsed()) file = write_singles(words);
    if (large->parsed()) file = write_large_record(words);
    if (array->parsed()) {
      file = gdo::synth::generate_single_array(words.path, words.bytes, words.seed);
    }
    fmt::print("{} records, {} bytes\n", file.records, file.bytes);
  } catch (const gdo::Error& error) {
    fmt::print(stderr, "gdo_bench_lake: {}\n", error.what());
    return 1;
  }
  return 0;
}
