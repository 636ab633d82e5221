#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "control/delivery.h"
#include "raw/pending_list.h"

namespace gdo::raw {

struct FileCounts {
  std::int64_t lidos = 0;
  std::int64_t concluidos = 0;
  std::int64_t duplicados = 0;
  std::int64_t erro = 0;
};

// One element of `etapas` in `gdo run --json`: a payload's raw load.
struct RawStage {
  std::string tipo_payload;
  std::int64_t duracao_ms = 0;
  FileCounts arquivos = {};
  control::RecordCounts registros = {};
  std::uint64_t bytes = 0;
  std::vector<control::FileError> erros = {};
};

struct RawReport {
  std::chrono::system_clock::time_point inicio;
  std::int64_t duracao_ms = 0;
  std::vector<RawStage> etapas;                // a payload each, in the catalog's order
  std::vector<std::string> problemas;          // what could not be read or moved this time
  std::int64_t sem_cliente = 0;                // files left in pending/ for want of a tenant
  std::vector<UnownedFile> sem_cliente_nomes;  // the first of them, and why
  std::vector<std::string> mudando;            // files that went on changing: left in pending/
  std::vector<std::string> avisos;             // links that are not followed
  std::map<std::string, std::string> pastas_sugeridas;  // unknown folder -> what was meant
  std::vector<std::string> pastas_desconhecidas;  // folders in pending/ that no contract names
  std::int64_t log_perdido = 0;  // rows of log_processamento that could not be written
  bool interrompido = false;

  bool sucesso() const;
};

// How far a run is, for a progress bar; written by the run's threads, read by any.
struct RunProgress {
  std::atomic<std::uint64_t> files_found{0};
  std::atomic<std::uint64_t> files_done{0};
  std::atomic<std::uint64_t> bytes_found{0};
  std::atomic<std::uint64_t> bytes_done{0};
  std::atomic<std::uint64_t> records{0};
  std::atomic<bool> listing{true};
};

}  // namespace gdo::raw
