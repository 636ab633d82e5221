#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "trusted/entity_books.h"

namespace gdo::trusted {

// One element of `etapas` in `gdo run --json`: what trusted did with a payload's lotes.
struct TrustedStage {
  std::string tipo_payload;
  std::int64_t duracao_ms = 0;
  std::int64_t lotes = 0;
  std::int64_t arquivos_bloqueados = 0;
  std::map<std::string, EntityBook> entidades = {};
  std::vector<std::string> erros = {};  // lotes that could not be judged, and why
};

struct TrustedReport {
  std::chrono::system_clock::time_point inicio;
  std::int64_t duracao_ms = 0;
  std::vector<TrustedStage> etapas;  // a payload each, in the catalog's order
  std::int64_t log_perdido = 0;
  bool interrompido = false;

  bool sucesso() const;
};

// How far a run is, for a progress bar; written by the run's threads, read by any.
struct TrustedProgress {
  std::atomic<std::uint64_t> records_found{0};
  std::atomic<std::uint64_t> records_done{0};
};

}  // namespace gdo::trusted
