#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/connection.h"

// How far each layer is, from the control tables.
namespace gdo::monitor {

// One of `camadas` in `gdo status --json`.
struct LayerState {
  std::string tipo_payload;  // "*" = all of them (service)
  std::string camada;
  std::optional<std::string> ultimo_sucesso;  // ISO, UTC
  std::int64_t atraso_s = 0;  // how long the oldest work has waited for this layer; 0 = none waits
  std::int64_t fila = 0;      // trusted: lotes that wait; service: changes
  std::int64_t registros_dia = 0;  // in the last 24 hours: records (raw), items, rows
  std::int64_t rejeitados_dia = 0;
};

// Every payload with raw and trusted, then service. Raw's atraso_s is not known here: it is in the
// lake. tenant: only this one's; empty = all.
std::vector<LayerState> layer_states(pg::Connection& connection, const contract::Catalog& catalog,
                                     const std::string& tenant);

// The end of a run, from log_processamento.
struct RunRecord {
  std::string camada;
  std::string data_hora;  // ISO, UTC
  std::int64_t duracao_ms = 0;
  std::int64_t registros = 0;
  std::int64_t invalidos = 0;
  std::string hostname;
  std::string versao_script;
  std::string mensagem;
};

// The newest first.
std::vector<RunRecord> last_runs(pg::Connection& connection, int number);

// Of the open alerts.
struct AlertCounts {
  std::int64_t erro = 0;
  std::int64_t aviso = 0;
};
AlertCounts open_alerts(pg::Connection& connection, const std::string& tenant);

// Delivered files that are in no table.
struct FileTroubles {
  std::int64_t quebrados = 0;  // broken, and not delivered well since
  std::int64_t recusados = 0;  // over their contract's rejection limit
};
FileTroubles file_troubles(pg::Connection& connection, const std::string& tenant);

}  // namespace gdo::monitor
