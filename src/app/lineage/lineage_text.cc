#include <fmt/format.h>

#include "app/lineage/lineage_view.h"
#include "app/terminal/quantities.h"
#include "app/terminal/text_width.h"
#include "app/terminal/tree.h"
#include "app/trace/node_text.h"

namespace gdo::app {
namespace {

constexpr std::size_t kBytesShown = 240;

Branch rows_branch(const service::SilverRow& row) {
  const std::string item = row.nr_item > 0 ? fmt::format("  item {}", row.nr_item) : "";
  return {{{row.tabela + " ", Style::dim}, {key_text(row.chave), Style::bold}, {item, Style::dim}}};
}

Branch record_branch(const service::RawOrigin& record, const service::RecordProof& proof) {
  Branch branch{
      {proof.confere ? Piece{"✔ ", Style::good} : Piece{"✘ ", Style::bad},
       {fmt::format("record {}", record.nr_registro), Style::bold},
       {fmt::format("  bytes {} to {} · {}", count_text(record.byte_inicio),
                    count_text(record.byte_inicio + record.byte_tamanho - 1), record.tabela)}}};
  if (!proof.confere) branch.pieces.push_back({"  " + proof.mensagem, Style::bad});
  for (const service::SilverRow& row : record.linhas) branch.branches.push_back(rows_branch(row));
  if (proof.bytes) {
    std::string text = one_line(proof.bytes->substr(0, kBytesShown));
    if (proof.bytes->size() > kBytesShown) {
      text += fmt::format(" … {} in all", bytes_text(proof.bytes->size()));
    }
    branch.branches.push_back({{{text, Style::accent}}});
  }
  return branch;
}

}  // namespace

std::string lineage_text(const service::Lineage& lineage, const Proofs& proofs,
                         const Terminal& terminal) {
  std::vector<Branch> files;
  for (std::size_t i = 0; i < lineage.arquivos.size(); ++i) {
    const service::FileOrigin& file = lineage.arquivos[i];
    Branch branch{{{"file ", Style::dim},
                   {file.arquivo, Style::bold},
                   {fmt::format("  generation {} · sha256 {}", file.geracao, file.sha256)}}};
    for (std::size_t j = 0; j < file.registros.size(); ++j) {
      branch.branches.push_back(record_branch(file.registros[j], proofs[i][j]));
    }
    files.push_back(std::move(branch));
  }
  for (const auto& [table, count] : lineage.omitidos) {
    files.push_back({{{fmt::format("{} rows of {}: --tudo shows them", count_text(count), table),
                       Style::dim}}});
  }
  return render_pieces({{lineage.linha.tabela + " ", Style::dim},
                        {key_text(lineage.linha.chave), Style::bold},
                        {"  · tenant " + lineage.linha.token_cliente, Style::dim}},
                       2, terminal) +
         render_tree(files, terminal);
}

}  // namespace gdo::app
