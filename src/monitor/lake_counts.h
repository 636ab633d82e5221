#pragma once

#include "pg/connection.h"
#include "store/object_store.h"

namespace gdo::monitor {

// Lists done/ into the temporary table lago (caminho, geracao, tamanho) of this transaction, for
// the audit's checks. Throws Error(lake_unreachable).
void count_lake(pg::Connection& in_transaction, store::ObjectStore& lake);

}  // namespace gdo::monitor
