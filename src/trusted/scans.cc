#include "trusted/scans.h"

namespace gdo::trusted {

void set_scans(pg::Connection& in_transaction, const char* state) {
  for (const char* name :
       {"enable_seqscan", "enable_hashjoin", "enable_mergejoin", "enable_material"}) {
    in_transaction.query("SELECT set_config($1, $2, true)", {name, state});
  }
}

}  // namespace gdo::trusted
