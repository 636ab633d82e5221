#include "monitor/tables_ready.h"

#include "base/error.h"

namespace gdo::monitor {

void require_tables(pg::Connection& connection) {
  if (connection.query("SELECT to_regclass('lote_entidade') IS NOT NULL").boolean(0, 0)) return;
  throw Error(ErrorKind::config,
              "this database has no tables of gdo yet, or old ones: gdo migrate, or gdo run");
}

}  // namespace gdo::monitor
