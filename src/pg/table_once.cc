#include "pg/table_once.h"

#include "pg/advisory_lock.h"
#include "pg/distributed.h"

namespace gdo::pg {

void make_table_once(Connection& idle, const std::string& name, const std::string& sql,
                     const std::string& lock_timeout) {
  Transaction transaction(idle);
  if (!lock_timeout.empty())
    idle.query("SELECT set_config('lock_timeout', $1, true)", {lock_timeout});
  lock_in_transaction(idle, "gdo " + name);
  const auto exists = idle.query("SELECT to_regclass($1) IS NOT NULL", {quote_identifier(name)});
  if (!exists.boolean(0, 0)) execute_each(idle, sql);
  transaction.commit();
}

}  // namespace gdo::pg
