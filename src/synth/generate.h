#pragma once

#include <array>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "base/stop.h"

// A synthetic lake and the truth about it (docs/dominio.md §5, interface.md "Manifest").
namespace gdo::synth {

struct GenerateOptions {
  std::filesystem::path out{};     // made if need be; must hold no lake yet
  int days = 3;                    // of slaughter, 1 to 1400
  int tenants = 3;                 // 1 to 100, each with two units
  std::uint64_t seed = 1;          // the same options give the same bytes everywhere
  double dirty = 0.0;              // the share of records with a fault, 0 to 1
  std::int64_t records = 0;        // > 0: about N records in all, instead of real volumes
  std::string first_day{};         // AAAA-MM-DD of the first slaughter; empty = so that the last
                                   // is 2026-06-30. No clock is asked.
  int threads = 0;                 // 0 = one for each processor; the result does not depend on it
  const StopFlag* stop = nullptr;  // optional: looked at between files
};

struct PayloadSummary {
  std::string_view payload;  // the folder's name
  std::int64_t files = 0;
  std::int64_t broken_files = 0;  // among them
  std::int64_t records = 0;       // in files that load, files sent again included
  std::int64_t items = 0;         // records or boxes to be judged; files sent again left out
  std::int64_t faulty_items = 0;  // among them, with a line in the manifest
  std::int64_t bytes = 0;         // as stored
};

struct GenerateSummary {
  std::array<PayloadSummary, 5> payloads{};
  std::int64_t files = 0;
  std::int64_t broken_files = 0;
  std::int64_t records = 0;
  std::int64_t items = 0;
  std::int64_t faulty_items = 0;
  std::int64_t bytes = 0;  // of pending/
  std::int64_t boxes = 0;  // that will be in trusted: the manifest's lines of them
};

// Steps done, steps in all, bytes written. Called by one thread at a time.
using GenerateProgress = std::function<void(int done, int all, std::int64_t bytes)>;

// Writes OUT/pending/<payload>/cliente=<token>/… and OUT/manifest.jsonl. The manifest is there only
// when everything is. Besides interface.md's lines and members it has lines `venda_caixa` (why a
// sold box is not traceable), and `falha` in file lines; `regras_possiveis` (rules that a judge may
// report or not, a rule alone standing for any field) and `alertas` (rules that need other records)
// in record lines. Comparisons are named after the left field of docs/dominio.md's sentence.
// Throws Error: config (options, or OUT holds a lake), lake (cannot write), interrupted.
GenerateSummary generate(const GenerateOptions& options, const GenerateProgress& progress = {});

}  // namespace gdo::synth
