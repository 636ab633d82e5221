#pragma once

#include <vector>

#include "contract/contract.h"
#include "monitor/data_tables.h"
#include "pg/connection.h"

namespace gdo::monitor {

// Counts rows once for all checks, one pass a table, into temporary tables of the open transaction:
//   censo_raw (tipo_payload, token_cliente, lote_id, arquivo_id, linhas, soma, quadrados)
//   censo_rejeitado (camada, arquivo_id, linhas, soma, quadrados), healed ones left out
//   censo_trusted (entidade, token_cliente, lote_id, arquivo_id, versao_ts, versao_objeto_ts,
//     versao_geracao, versao_hash, linhas)
//   censo_filho (filho, entidade, sem_pai): rows of a child table without their parent row
// soma and quadrados are of nr_registro.
void count_rows(pg::Connection& in_transaction, const std::vector<DataTable>& tables,
                const contract::Catalog& catalog);

}  // namespace gdo::monitor
