#include "app/audit/check_words.h"

#include <array>
#include <utility>

#include "base/translation.h"

namespace gdo::app {
namespace {

// By the name of the check's file below sql/auditoria/.
constexpr std::array<std::pair<std::string_view, const char*>, 21> kChecks = {{
    {"arquivos_com_lote", "a file is in no lote of its payload and tenant"},
    {"arquivos_movidos", "a file is in the books and has not left pending/"},
    {"arquivos_no_lago", "a file in done/ is not the one that was loaded"},
    {"caixas_ate_carcacas", "a plant packed more kilos of a day's slaughter than it slaughtered"},
    {"duplicados_com_original", "a duplicate has no loaded file of the same bytes"},
    {"filhos_com_pai", "a row of a child table has no parent row"},
    {"linhas_aceitas", "a lote has more trusted rows than it had items accepted"},
    {"linhas_com_arquivo", "a raw row is of no file loaded in its lote"},
    {"linhas_com_arquivo_trusted", "a trusted row is of no file loaded in its lote"},
    {"livros_arquivo", "the ledger's counts of a file are not what the tables hold"},
    {"livros_entidade", "what was rejected of a lote is not what the rejections hold"},
    {"livros_lote", "the books of a lote are not the sum of its files' books"},
    {"lotes_julgados", "a lote that trusted is done with has no books"},
    {"ouro_em_dia", "gold has other boxes or sale lines than trusted"},
    {"quartos_ate_carcacas", "quarters weigh more than the half-carcass they were cut from"},
    {"quartos_uma_vez", "a quarter went into orders more than once"},
    {"registros_uma_vez", "a record is loaded and rejected, or neither, or twice"},
    {"rejeicoes_com_arquivo", "a rejection is of no file loaded in its lote"},
    {"rejeicoes_com_livro", "an open rejection of trusted is in no lote's books"},
    {"substituidos_com_sucessor", "a replaced file has no later delivery of its name"},
    {"vendas_ate_caixas", "more kilos of a day's slaughter were sold than packed"},
}};

}  // namespace

std::string check_words(std::string_view check, std::string_view detail) {
  if (language() == Language::portuguese) return std::string(detail);
  for (const auto& [name, words] : kChecks) {
    if (name == check) return words;
  }
  return {};
}

}  // namespace gdo::app
