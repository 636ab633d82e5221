#include <nlohmann/json.hpp>

#include "app/lineage/lineage_view.h"
#include "app/rejected/content.h"
#include "app/result_json.h"
#include "base/stored_text.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

Json rows_json(const std::vector<service::SilverRow>& rows) {
  Json list = Json::array();
  for (const service::SilverRow& row : rows) {
    list.push_back({{"tabela", row.tabela}, {"chave", row.chave}, {"nr_item", row.nr_item}});
  }
  return list;
}

Json origin_json(const service::FileOrigin& file, const service::RawOrigin& record,
                 const service::RecordProof& proof) {
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

Json file_json(const service::FileOrigin& file, const service::FileProof& proof) {
  Json one = {{"arquivo", file.arquivo},
              {"geracao", std::to_string(file.geracao)},
              {"sha256", file.sha256},
              {"confere", proof.confere}};
  if (!proof.confere) one["mensagem"] = proof.mensagem;
  one["linhas"] = file.linhas;
  return one;
}

}  // namespace

std::string lineage_json(const service::Lineage& lineage, const Proofs& proofs) {
  Json origins = Json::array();
  Json files = Json::array();
  for (std::size_t i = 0; i < lineage.arquivos.size(); ++i) {
    const service::FileOrigin& file = lineage.arquivos[i];
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
  return json_text(document);
}

}  // namespace gdo::app
