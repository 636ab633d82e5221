#include "monitor/test_plant.h"

#include <fmt/format.h>

#include <fstream>

#include "contract/reader/catalog_loader.h"
#include "raw/run_raw.h"
#include "raw/schema.h"
#include "store/object_store.h"

namespace gdo::test {

TestPlant::TestPlant() : catalog_(contract::load_catalog()) {
  pg::Connection connection = connect();
  raw::apply_schema(connection, catalog_);
}

void TestPlant::deliver(const std::string& payload, const std::string& name,
                        const std::string& text) const {
  const auto folder = lake() / "pending" / payload / "cliente=a1b2c3";
  std::filesystem::create_directories(folder);
  std::ofstream(folder / name, std::ios::binary) << text;
}

void TestPlant::take(const std::filesystem::path& other_lake, const std::string& name) const {
  const auto target = lake() / "pending" / name;
  std::filesystem::create_directories(target.parent_path());
  std::filesystem::copy_file(other_lake / "pending" / name, target);
}

void TestPlant::load(int workers, int files_per_lote) const {
  const auto store = store::open_store(lake().string(), {});
  raw::RawRunOptions options;
  options.workers = workers;
  options.lote = {.bytes = 64U << 20U, .files = files_per_lote};
  const StopFlag stop;
  raw::RunProgress progress;
  raw::run_raw(database_.options(), *store, catalog_, options, stop, progress);
}

monitor::AuditReport TestPlant::audit() const {
  pg::Connection connection = connect();
  return monitor::audit(connection, catalog_);
}

void TestPlant::execute(const std::string& sql) const { connect().execute(sql); }

std::map<std::string, std::string> sums_of(const monitor::AuditReport& report) {
  std::map<std::string, std::string> sums;
  for (const monitor::TableSum& table : report.tables) sums[table.table] = table.sum;
  return sums;
}

std::string farm_animal(const std::string& id, const std::string& race) {
  return fmt::format(
      R"({{"id_animal":"{}","id_propriedade":"F1","data_nascimento":"2024-05-01","sexo":"M",)"
      R"("raca":"{}","data_entrada":"2025-01-10","status":"ativo"}})",
      id, race);
}

}  // namespace gdo::test
