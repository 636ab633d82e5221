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
  std::string nome_arquivo;  // below pending/<folder>/, storable as text
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
  std::int64_t data_processamento_us = 0;  // microseconds since 1970, the server's clock
  std::string partition;                   // the raw partition its rows go to
  bool streamed = false;                   // one file, too large to hold in memory
};

struct RecordCounts {
  std::int64_t lidos = 0;
  std::int64_t carregados = 0;
  std::int64_t rejeitados = 0;
  std::int64_t duplicados = 0;

  RecordCounts& operator+=(const RecordCounts& other) {
    lidos += other.lidos;
    carregados += other.carregados;
    rejeitados += other.rejeitados;
    duplicados += other.duplicados;
    return *this;
  }
};

// Why a file loads nothing: row of the ledger, log and `erros` of the run's report.
struct FileError {
  std::string nome_arquivo;
  std::string codigo;
  std::string mensagem;
  std::int64_t linha = 0;
  std::int64_t coluna = 0;
};

}  // namespace gdo::control
