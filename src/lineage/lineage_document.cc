#include "lineage/lineage_document.h"

#include "base/base64.h"
#include "base/stored_text.h"

namespace gdo::lineage {
namespace {

using Json = nlohmann::ordered_json;

Json rows_json(const std::vector<SilverRow>& rows) {
  Json list = Json::array();
  for (const SilverRow& row : rows) {
    list.push_back({{"tabela", row.tabela}, {"chave", row.chave}, {"nr_item", row.nr_item}});
  }
  return list;
}

Json origin_json(const FileOrigin& file, const RawOrigin& record, const RecordProof& proof) {
  Json one = {{"tabela", record.tabela},
              {"arquivo", file.arquivo},
              {"geracao", std::to_string(file.geracao)},
              {"sha256", file.sha256},
              {"nr_registro", record.nr_registro},
              {"byte_inicio", record.byte_inicio},
              {"byte_tamanho", record.byte_tamanho},
              {"linhas", rows_json(record.linhas)}};
  if (!proof.bytes || is_storable_text(*proof.bytes)) {
    one["conteudo"] = proof.bytes ? Json(*proof.bytes) : Json(nullptr);
  } else {
    one["conteudo"] = nullptr;
    one["conteudo_base64"] = base64(*proof.bytes);
  }
  one["confere"] = proof.confere;
  if (!proof.confere) one["mensagem"] = proof.mensagem;
  return one;
}

Json file_json(const FileOrigin& file, const FileProof& proof) {
  Json one = {{"arquivo", file.arquivo},
              {"geracao", std::to_string(file.geracao)},
              {"sha256", file.sha256},
              {"confere", proof.confere}};
  if (!proof.confere) one["mensagem"] = proof.mensagem;
  one["linhas"] = file.linhas;
  return one;
}

}  // namespace

Json lineage_document(const Lineage& lineage, const std::vector<FileProof>& proofs) {
  Json origins = Json::array();
  Json files = Json::array();
  for (std::size_t i = 0; i < lineage.arquivos.size(); ++i) {
    const FileOrigin& file = lineage.arquivos[i];
    files.push_back(file_json(file, proofs[i]));
    for (std::size_t j = 0; j < file.registros.size(); ++j) {
      origins.push_back(origin_json(file, file.registros[j], proofs[i].registros[j]));
    }
  }
  Json tables = Json::object();
  Json left_out = Json::object();
  for (const auto& [table, count] : lineage.tabelas) {
    tables[table] = {{"linhas", count.linhas}, {"mostradas", count.mostradas}};
    const bool silver = !table.starts_with("service_");
    if (silver && count.linhas > count.mostradas) left_out[table] = count.linhas - count.mostradas;
  }
  Json document = {{"tabela", lineage.linha.tabela},
                   {"token_cliente", lineage.linha.token_cliente},
                   {"chave", lineage.linha.chave},
                   {"tabelas", tables},
                   {"arquivos", files},
                   {"origens", origins}};
  if (!left_out.empty()) document["omitidos"] = left_out;
  return document;
}

}  // namespace gdo::lineage
