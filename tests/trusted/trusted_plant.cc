#include "trusted/trusted_plant.h"

#include <fmt/format.h>

#include <fstream>
#include <stdexcept>

#include "monitor/audit.h"
#include "raw/run_raw.h"
#include "raw/schema.h"
#include "store/object_store.h"
#include "trusted/replay.h"
#include "trusted/run_trusted.h"
#include "trusted/schema.h"

namespace gdo::test {
namespace {

contract::Catalog catalog_of(const std::vector<std::string_view>& contracts) {
  std::vector<contract::ContractFile> files;
  for (const std::string_view text : contracts) {
    files.push_back({fmt::format("teste{}.yaml", files.size()), std::string(text)});
  }
  return contract::load_catalog(files);
}

contract::Catalog catalog_of(std::string_view contract) {
  if (contract.empty()) return contract::load_catalog();
  return catalog_of(std::vector{contract});
}

}  // namespace

std::string with(std::string_view text, std::string_view from, std::string_view to) {
  const std::size_t place = text.find(from);
  if (place == std::string_view::npos) throw std::invalid_argument("nothing to replace");
  return std::string(text).replace(place, from.size(), to);
}

std::string weighing(const std::string& plate, const std::string& day, const std::string& weight,
                     const std::string& more) {
  return fmt::format(R"({{"placa":"{}","dia":"{}","peso":{}{}{}}})", plate, day, weight,
                     more.empty() ? "" : ",", more);
}

std::string file_of(int second) {
  return fmt::format("balanca_2026_03_01_10_{:02}_{:02}_000Z.json", second / 60, second % 60);
}

TrustedPlant::TrustedPlant(std::string_view contract) : catalog_(catalog_of(contract)) {
  migrate_tables(catalog_);
}

TrustedPlant::TrustedPlant(const std::vector<std::string_view>& contracts)
    : catalog_(catalog_of(contracts)) {
  migrate_tables(catalog_);
}

void TrustedPlant::change_contract(std::string_view contract) {
  contract::Catalog catalog = catalog_of(contract);
  migrate_tables(catalog);
  catalog_ = std::move(catalog);
}

void TrustedPlant::migrate_tables(const contract::Catalog& catalog) const {
  pg::Connection connection = connect();
  raw::apply_schema(connection, catalog);
  trusted::apply_schema(connection, catalog);
}

void TrustedPlant::deliver(const std::string& name, const std::vector<std::string>& records,
                           const std::string& payload) const {
  const auto folder = lake() / "pending" / payload / "cliente=a1b2c3";
  std::filesystem::create_directories(folder);
  std::ofstream file(folder / name, std::ios::binary);
  file << '[' << fmt::format("{}", fmt::join(records, ",")) << ']';
}

void TrustedPlant::load(int files_per_lote) const {
  const auto store = store::open_store(lake().string(), {});
  raw::RawRunOptions options;
  options.lote = {.bytes = 64U << 20U, .files = files_per_lote};
  const StopFlag stop;
  raw::RunProgress progress;
  raw::run_raw(database_.options(), *store, catalog_, options, stop, progress);
}

trusted::TrustedReport TrustedPlant::judge(int workers, std::size_t held_bytes) const {
  const StopFlag stop;
  trusted::TrustedProgress progress;
  return trusted::run_trusted(database_.options(), catalog_, {{}, workers, held_bytes}, stop,
                              progress);
}

trusted::TrustedReport TrustedPlant::replay() const {
  const StopFlag stop;
  trusted::TrustedProgress progress;
  return trusted::replay_trusted(database_.options(), catalog_, {}, stop, progress);
}

trusted::TrustedReport TrustedPlant::take(const std::string& name,
                                          const std::vector<std::string>& records) const {
  deliver(name, records);
  load();
  return judge();
}

trusted::TrustedReport TrustedPlant::take_of(std::chrono::system_clock::time_point modified,
                                             const std::string& name,
                                             const std::vector<std::string>& records) const {
  deliver(name, records);
  std::filesystem::last_write_time(lake() / "pending" / "balanca" / "cliente=a1b2c3" / name,
                                   std::chrono::file_clock::from_sys(modified));
  load();
  return judge();
}

void TrustedPlant::queue_all() const { execute("UPDATE lote SET trusted_pendente = true"); }

std::vector<std::string> TrustedPlant::rows(const std::string& sql) const {
  pg::Connection connection = connect();
  const auto result = connection.query(sql);
  std::vector<std::string> rows;
  for (int row = 0; row < result.rows(); ++row) {
    std::string& text = rows.emplace_back();
    for (int column = 0; column < result.columns(); ++column) {
      if (column > 0) text += '|';
      text += result.is_null(row, column) ? "-" : result.text(row, column);
    }
  }
  return rows;
}

void TrustedPlant::execute(const std::string& sql) const { connect().execute(sql); }

std::map<std::string, std::string> TrustedPlant::contents() const {
  pg::Connection connection = connect();
  std::map<std::string, std::string> contents;
  for (const monitor::TableSum& table : monitor::audit(connection, catalog_).tables) {
    const bool judged = table.table.starts_with("trusted_") || table.table == "registro_rejeitado";
    if (judged) contents[table.table] = table.sum;
  }
  return contents;
}

std::vector<std::string> TrustedPlant::defects() const {
  pg::Connection connection = connect();
  std::vector<std::string> defects;
  for (const monitor::Verification& check : monitor::audit(connection, catalog_).verifications) {
    if (!check.ok) defects.push_back(check.name + ": " + check.detail);
  }
  return defects;
}

}  // namespace gdo::test
