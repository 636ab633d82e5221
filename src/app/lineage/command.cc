#include <fmt/format.h>

#include <array>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <vector>

#include "app/commands.h"
#include "app/connections.h"
#include "app/context.h"
#include "app/export/disclosure.h"
#include "app/result_json.h"
#include "app/terminal/terminal.h"
#include "app/terminal/tree.h"
#include "app/trace/node_text.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "contract/reader/catalog_loader.h"
#include "lineage/lake_proof.h"
#include "lineage/lineage.h"
#include "lineage/masked_record.h"
#include "monitor/data_tables.h"
#include "monitor/stored_words.h"
#include "trace/things.h"

namespace gdo::app {
namespace {

// A proof for each file.
using Proofs = std::vector<lineage::FileProof>;

std::string lineage_json(const lineage::Lineage& lineage, const Proofs& proofs) {
  return json_text(lineage::lineage_document(lineage, proofs));
}

constexpr std::size_t kBytesShown = 240;

Branch rows_branch(const lineage::SilverRow& row) {
  const std::string item = row.item_number > 0 ? trf("  item {}", row.item_number) : "";
  return {{{row.table + " ", Style::dim}, {key_text(row.key), Style::bold}, {item, Style::dim}}};
}

// Why the lake does not show the bytes, of a file's or a record's proof.
template <typename Proof>
std::string mismatch_text(const Proof& proof) {
  constexpr std::array<monitor::CodeWords, 6> kWords = {{
      {"outro_lago", tr_later("the file is not in this lake")},
      {"ausente", tr_later("the object is not in the lake any more")},
      {"ilegivel", tr_later("the object could not be read")},
      {"mudou", tr_later("the object has changed: its SHA-256 is not the ledger's")},
      {"termina_antes", tr_later("the object ends before the record")},
      {"bytes_diferem", tr_later("its bytes are not those that raw holds")},
  }};
  return monitor::stored_or_words(kWords, proof.code, proof.message);
}

Branch record_branch(const lineage::RawOrigin& record, const lineage::RecordProof& proof) {
  Branch branch{{proof.matches ? Piece{"✔ ", Style::good} : Piece{"✘ ", Style::bad},
                 {trf("record {}", record.record_number), Style::bold},
                 {trf("  bytes {} to {} · {}", count_text(record.byte_start),
                      count_text(record.byte_start + record.byte_size - 1), record.table)}}};
  if (!proof.matches) branch.pieces.push_back({"  " + mismatch_text(proof), Style::bad});
  if (record.rows.empty()) {
    branch.pieces.push_back({tr(" · another record of the barcode"), Style::dim});
  }
  for (const lineage::SilverRow& row : record.rows) branch.branches.push_back(rows_branch(row));
  if (proof.bytes) {
    std::string text = one_line(proof.bytes->substr(0, kBytesShown));
    if (proof.bytes->size() > kBytesShown) {
      text += trf(" … {} in all", bytes_text(proof.bytes->size()));
    }
    branch.branches.push_back({{{text, Style::accent}}});
  }
  return branch;
}

// "12 rows of trusted_carcacas, 3 of trusted_escala"
std::string counts_text(const std::map<std::string, std::int64_t>& counts) {
  std::string text;
  for (const auto& [table, count] : counts) {
    text += trf("{}{} of {}", text.empty() ? "" : ", ", counted(count, "row", "rows"), table);
  }
  return text;
}

Branch file_branch(const lineage::FileOrigin& file, const lineage::FileProof& proof) {
  Branch branch{{proof.matches ? Piece{"✔ ", Style::good} : Piece{"✘ ", Style::bad},
                 {tr("file "), Style::dim},
                 {file.file, Style::bold},
                 {trf("  generation {} · sha256 {} · {}", file.generation, file.sha256,
                      counts_text(file.rows))}}};
  if (!proof.matches) branch.pieces.push_back({"  " + mismatch_text(proof), Style::bad});
  for (std::size_t i = 0; i < file.records.size(); ++i) {
    branch.branches.push_back(record_branch(file.records[i], proof.records[i]));
  }
  return branch;
}

Branch table_branch(const std::string& table, const lineage::RowCount& count) {
  const std::string rows = trf("{} of {}", counted(count.rows, "row", "rows"), table);
  if (table.starts_with("service_")) return {{{trf("{} are summed up", rows), Style::dim}}};
  return {{{trf("{}, {} shown: --limit N shows more, --tudo all", rows, count_text(count.shown)),
            Style::dim}}};
}

std::string lineage_text(const lineage::Lineage& lineage, const Proofs& proofs,
                         const Terminal& terminal) {
  std::vector<Branch> branches;
  for (std::size_t i = 0; i < lineage.files.size(); ++i) {
    branches.push_back(file_branch(lineage.files[i], proofs[i]));
  }
  for (const auto& [table, count] : lineage.tables) {
    if (count.rows == count.shown) continue;
    branches.push_back(table_branch(table, count));
  }
  return render_pieces({{lineage.row.table + " ", Style::dim},
                        {key_text(lineage.row.key), Style::bold},
                        {trf("  · tenant {}", lineage.row.tenant), Style::dim}},
                       2, terminal) +
         render_tree(branches, terminal);
}

struct LineageRequest {
  std::string table;
  std::string key;
  std::string tenant;       // empty = whichever has it
  std::int64_t limit = 10;  // rows shown of each long list; 0 = all
  bool personal = false;    // the bytes themselves
  bool json = false;
};

constexpr std::int64_t kEveryRow = std::numeric_limits<std::int32_t>::max();

// Committed before the first byte is shown.
void note_disclosure(pg::Connection& connection, const lineage::Lineage& found) {
  const nlohmann::json details = {{"token_cliente", found.row.tenant},
                                  {"chave", trace::joined_key(found.row.key)}};
  const Disclosure disclosure(connection, "linhagem de " + found.row.table, details);
}

// Prints where a row comes from, down to the bytes in the lake; 1 when a file or a record there is
// not as it was loaded, else 0. Throws Error(config) or Error(not_found) about the row.
int show_lineage(const LineageRequest& request, Context& context) {
  const std::unique_ptr<store::ObjectStore> lake = open_lake(context.settings());
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const lineage::Lineage found = lineage::lineage(
      connection, lineage::find_row(connection, request.table, request.key, request.tenant),
      request.limit > 0 ? request.limit : kEveryRow, models_in_use(context.settings()));
  if (request.personal) note_disclosure(connection, found);
  const contract::Catalog catalog = contract::load_catalog(context.settings().contracts);
  Proofs proofs;
  int exit = 0;
  for (const lineage::FileOrigin& file : found.files) {
    proofs.push_back(lineage::prove(*lake, file, read_limits(context.settings())));
    if (!proofs.back().matches) exit = 1;
    for (const lineage::RecordProof& proof : proofs.back().records) {
      if (!proof.matches) exit = 1;
    }
    if (!request.personal) lineage::mask_proof(catalog, file, proofs.back());
  }
  context.print(request.json ? lineage_json(found, proofs)
                             : lineage_text(found, proofs, context.out()));
  return exit;
}

}  // namespace

Command lineage_command(Context& context) {
  const auto request = std::make_shared<LineageRequest>();
  const auto everything = std::make_shared<bool>(false);
  Command command;
  command.name = "lineage";
  command.summary = tr("A row of gold or silver: back to its files and original bytes, verified");
  command.details = tr(
      "Reads each file from the lake: its SHA-256 must be the ledger's, and the record's bytes "
      "must "
      "be raw's; exit 1 when they are not. Of a month's figures (resumo_mensal) and of other long "
      "lists every file is verified, and the first rows are shown. KEY is the values of the "
      "table's "
      "key joined by '/'; some may be left out where the rest is unambiguous. Of a record's bytes "
      "the "
      "personal ones are masked; --pessoais shows them as they are, and says so in the log.");
  command.arguments = {{"TABLE",
                        "",
                        tr("service_… or trusted_…, or its name without that"),
                        &request->table,
                        {},
                        true},
                       {"KEY", "", tr("the row's key"), &request->key, {}, true}};
  command.options = {
      {"--cliente", "TOKEN", tr("of this tenant"), &request->tenant},
      {"--limit", "N", tr("rows shown of each long list (10); the rest is counted, 0 = all"),
       WholeNumber{&request->limit, 0, std::numeric_limits<std::int32_t>::max()}},
      {"--tudo", "", tr("every row: the same as --limit 0"), everything.get()},
      {"--pessoais", "", tr("the records' very bytes, personal data in clear"), &request->personal},
      {"--json", "", tr("one JSON document on stdout"), &request->json}};
  command.examples = {"gdo lineage service_caixas 9801/100000001K",
                      "gdo lineage resumo_mensal 2026-06-01/abate/9801 --limit 3",
                      "gdo lineage trusted_escala 9801/2026-06-28/3 --cliente a1b2c3 --json"};
  command.run = [request, everything, &context] {
    if (*everything) request->limit = 0;
    return show_lineage(*request, context);
  };
  return command;
}

}  // namespace gdo::app
