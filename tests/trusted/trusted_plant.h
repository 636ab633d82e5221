#pragma once

#include <chrono>
#include <filesystem>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "contract/reader/catalog_loader.h"
#include "support/temporary_folder.h"
#include "support/test_database.h"
#include "trusted/lote_counts.h"
#include "trusted/lote_worker.h"

namespace gdo::test {

// Weighings of lorries: a small entity with what trusted must deal with: a partitioned key, links,
// children, a number that may be refused, and a field that must never be stored.
inline constexpr std::string_view kWeighings = R"(
entity: pesagens
payload: balanca
version: 1
key: [placa, dia]
partition: dia
links:
  - [placa]
  - [doca]
fields:
  - name: placa
    type: text
    required: true
  - name: dia
    type: date
    required: true
  - name: peso
    type: numeric(8,3)
    required: true
    range: {above: 0, max: 1000}
  - name: doca
    type: text
  - name: motorista
    type: text
    pattern: '^[A-Z ]+$'
    privacy: never
  - name: nota
    type: text
children:
  - entity: pesagens_eixos
    array: eixos
    fields:
      - name: carga
        type: numeric(8,3)
        range: {min: 0}
)";

// The text with one part of it replaced by another.
std::string with(std::string_view text, std::string_view from, std::string_view to);

// A weighing as JSON; `more` are further members: R"("doca":"A")".
std::string weighing(const std::string& plate, const std::string& day, const std::string& weight,
                     const std::string& more = "");
// "balanca_2026_03_01_10_00_0<second>_000Z.json"
std::string file_of(int second);

// A database and a lake of their own, in which files are loaded by raw and judged by trusted.
class TrustedPlant {
 public:
  // Of one contract; or of the built-in ones, when it is empty.
  explicit TrustedPlant(std::string_view contract = kWeighings);
  // Of several contracts.
  explicit TrustedPlant(const std::vector<std::string_view>& contracts);

  // The contract changes, and the tables with it.
  void change_contract(std::string_view contract);

  // A file of these records in pending/<payload>/cliente=a1b2c3/.
  void deliver(const std::string& name, const std::vector<std::string>& records,
               const std::string& payload = "balanca") const;
  // `gdo run raw`: a lote for each so many files.
  void load(int files_per_lote = 1000) const;
  // `gdo run trusted`; held_bytes: of a portion of a large lote.
  trusted::TrustedReport judge(int workers = 1,
                               std::size_t held_bytes = trusted::LoteWorker::kHeldBytes) const;
  // `gdo replay trusted`
  trusted::TrustedReport replay() const;
  // A file, loaded and judged.
  trusted::TrustedReport take(const std::string& name,
                              const std::vector<std::string>& records) const;
  // The same, of an object that was last changed then.
  trusted::TrustedReport take_of(std::chrono::system_clock::time_point modified,
                                 const std::string& name,
                                 const std::vector<std::string>& records) const;
  // Every lote waits for trusted again.
  void queue_all() const;

  // Rows of a query, the columns joined by '|', NULL as '-'.
  std::vector<std::string> rows(const std::string& sql) const;
  std::string ask(const std::string& sql) const { return rows(sql).at(0); }
  void execute(const std::string& sql) const;
  // What each trusted table, and registro_rejeitado, says; see `gdo audit --json`.
  std::map<std::string, std::string> contents() const;
  // Names of the audit's checks that do not hold.
  std::vector<std::string> defects() const;

  pg::Connection connect() const { return database_.connect(); }
  pg::ConnectOptions options() const { return database_.options(); }
  const contract::Catalog& catalog() const { return catalog_; }
  const std::filesystem::path& lake() const { return folder_.path(); }

 private:
  void migrate_tables(const contract::Catalog& catalog) const;

  TestDatabase database_;
  TemporaryFolder folder_;
  contract::Catalog catalog_;
};

}  // namespace gdo::test
