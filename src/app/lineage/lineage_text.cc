#include <fmt/format.h>

#include "app/lineage/lineage_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"
#include "app/terminal/tree.h"
#include "app/trace/node_text.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

constexpr std::size_t kBytesShown = 240;

Branch rows_branch(const lineage::SilverRow& row) {
  const std::string item = row.item_number > 0 ? trf("  item {}", row.item_number) : "";
  return {{{row.table + " ", Style::dim}, {key_text(row.key), Style::bold}, {item, Style::dim}}};
}

Branch record_branch(const lineage::RawOrigin& record, const lineage::RecordProof& proof) {
  Branch branch{{proof.matches ? Piece{"✔ ", Style::good} : Piece{"✘ ", Style::bad},
                 {trf("record {}", record.record_number), Style::bold},
                 {trf("  bytes {} to {} · {}", count_text(record.byte_start),
                      count_text(record.byte_start + record.byte_size - 1), record.table)}}};
  if (!proof.matches) branch.pieces.push_back({"  " + proof.message, Style::bad});
  if (record.rows.empty()) {
    branch.pieces.push_back({" · another record of the barcode", Style::dim});
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
                 {"file ", Style::dim},
                 {file.file, Style::bold},
                 {trf("  generation {} · sha256 {} · {}", file.generation, file.sha256,
                      counts_text(file.rows))}}};
  if (!proof.matches) branch.pieces.push_back({"  " + proof.message, Style::bad});
  for (std::size_t i = 0; i < file.records.size(); ++i) {
    branch.branches.push_back(record_branch(file.records[i], proof.records[i]));
  }
  return branch;
}

Branch table_branch(const std::string& table, const lineage::RowCount& count) {
  const std::string rows = trf("{} of {}", counted(count.rows, "row", "rows"), table);
  if (table.starts_with("service_")) return {{{rows + " are summed up", Style::dim}}};
  return {{{trf("{}, {} shown: --limit N shows more, --tudo all", rows, count_text(count.shown)),
            Style::dim}}};
}

}  // namespace

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
                        {"  · tenant " + lineage.row.tenant, Style::dim}},
                       2, terminal) +
         render_tree(branches, terminal);
}

}  // namespace gdo::app
