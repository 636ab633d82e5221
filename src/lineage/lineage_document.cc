#include "lineage/lineage_document.h"

#include "base/encodings.h"
#include "base/stored_text.h"

namespace gdo::lineage {
namespace {

using Json = nlohmann::ordered_json;

Json rows_json(const std::vector<SilverRow>& rows) {
  Json list = Json::array();
  for (const SilverRow& row : rows) {
    list.push_back({{"tabela", row.table}, {"chave", row.key}, {"nr_item", row.item_number}});
  }
  return list;
}

Json origin_json(const FileOrigin& file, const RawOrigin& record, const RecordProof& proof) {
  Json one = {{"tabela", record.table},
              {"arquivo", file.file},
              {"geracao", std::to_string(file.generation)},
              {"sha256", file.sha256},
              {"nr_registro", record.record_number},
              {"byte_inicio", record.byte_start},
              {"byte_tamanho", record.byte_size},
              {"linhas", rows_json(record.rows)}};
  if (!proof.bytes || is_storable_text(*proof.bytes)) {
    one["conteudo"] = proof.bytes ? Json(*proof.bytes) : Json(nullptr);
  } else {
    one["conteudo"] = nullptr;
    one["conteudo_base64"] = base64(*proof.bytes);
  }
  one["confere"] = proof.matches;
  if (!proof.matches) {
    one["codigo"] = proof.code;
    one["mensagem"] = proof.message;
  }
  return one;
}

Json file_json(const FileOrigin& file, const FileProof& proof) {
  Json one = {{"arquivo", file.file},
              {"geracao", std::to_string(file.generation)},
              {"sha256", file.sha256},
              {"confere", proof.matches}};
  if (!proof.matches) {
    one["codigo"] = proof.code;
    one["mensagem"] = proof.message;
  }
  one["linhas"] = file.rows;
  return one;
}

}  // namespace

Json lineage_document(const Lineage& lineage, const std::vector<FileProof>& proofs) {
  Json origins = Json::array();
  Json files = Json::array();
  for (std::size_t i = 0; i < lineage.files.size(); ++i) {
    const FileOrigin& file = lineage.files[i];
    files.push_back(file_json(file, proofs[i]));
    for (std::size_t j = 0; j < file.records.size(); ++j) {
      origins.push_back(origin_json(file, file.records[j], proofs[i].records[j]));
    }
  }
  Json tables = Json::object();
  Json left_out = Json::object();
  for (const auto& [table, count] : lineage.tables) {
    tables[table] = {{"linhas", count.rows}, {"mostradas", count.shown}};
    const bool silver = !table.starts_with("service_");
    if (silver && count.rows > count.shown) left_out[table] = count.rows - count.shown;
  }
  Json document = {{"tabela", lineage.row.table}, {"token_cliente", lineage.row.tenant},
                   {"chave", lineage.row.key},    {"tabelas", tables},
                   {"arquivos", files},           {"origens", origins}};
  if (!left_out.empty()) document["omitidos"] = left_out;
  return document;
}

}  // namespace gdo::lineage
