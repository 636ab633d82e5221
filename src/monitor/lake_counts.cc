#include "monitor/lake_counts.h"

#include <string>
#include <vector>

#include "base/stored_text.h"

namespace gdo::monitor {

void count_lake(pg::Connection& in_transaction, store::ObjectStore& lake) {
  in_transaction.execute(
      "CREATE TEMPORARY TABLE lago (caminho text, geracao bigint, tamanho bigint) ON COMMIT DROP");
  std::string page;
  do {
    const store::ListPage listed = lake.list("done/", page);
    std::vector<std::string> paths;
    std::vector<std::int64_t> generations;
    std::vector<std::int64_t> sizes;
    for (const store::ObjectInfo& object : listed.objects) {
      paths.push_back(lake.uri() + "/" + storable_text(object.name));
      generations.push_back(object.generation);
      sizes.push_back(static_cast<std::int64_t>(object.size));
    }
    in_transaction.query(
        "INSERT INTO lago SELECT * FROM unnest($1::text[], $2::bigint[], $3::bigint[])",
        {pg::text_array(paths), pg::integer_array(generations), pg::integer_array(sizes)});
    page = listed.next;
  } while (!page.empty());
  in_transaction.execute("ANALYZE lago");
}

}  // namespace gdo::monitor
