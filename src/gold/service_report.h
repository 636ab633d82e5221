#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <vector>

namespace gdo::gold {

// Why a model was not brought up to date for a tenant.
struct ModelError {
  std::string token_cliente;
  std::string codigo;    // "verificacao", "dependencia", or "banco"
  std::string mensagem;  // Portuguese, without a payload's value
  std::vector<std::string> chaves = {};
};

// One element of `etapas` in `gdo run --json`: a model, over all tenants.
struct ServiceStage {
  std::string modelo;
  std::int64_t linhas_alteradas = 0;
  std::int64_t chaves = 0;
  std::int64_t reconstrucoes = 0;  // tenants whose rows were all worked out
  std::int64_t avisos = 0;         // rows that checks warn of
  std::int64_t duracao_ms = 0;
  std::vector<ModelError> erros = {};
};

struct ServiceReport {
  std::chrono::system_clock::time_point inicio;
  std::int64_t duracao_ms = 0;
  std::vector<ServiceStage> etapas;  // each model after those it reads
  std::int64_t log_perdido = 0;
  bool interrompido = false;

  bool sucesso() const;
};

}  // namespace gdo::gold
