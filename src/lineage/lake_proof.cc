#include "lineage/lake_proof.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <numeric>

#include "base/encodings.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "decode/text_source.h"
#include "store/content_hasher.h"

namespace gdo::lineage {
namespace {

constexpr std::size_t kChunk = 256U << 10U;

// The pieces of a text that records take, in the order of their first bytes, kept as it passes by.
class Cutter {
 public:
  explicit Cutter(const FileOrigin& file) : file_(file), bytes_(file.records.size()) {}

  void pass(std::string_view text) {
    for (std::size_t i = 0; i < bytes_.size(); ++i) {
      const auto begin = static_cast<std::uint64_t>(file_.records[i].byte_start);
      const auto end = begin + static_cast<std::uint64_t>(file_.records[i].byte_size);
      const std::uint64_t from = std::max(begin, offset_);
      const std::uint64_t to = std::min(end, offset_ + text.size());
      if (from < to) bytes_[i] += text.substr(from - offset_, to - from);
    }
    offset_ += text.size();
  }
  bool done() const {
    return std::all_of(file_.records.begin(), file_.records.end(), [&](const RawOrigin& one) {
      return static_cast<std::uint64_t>(one.byte_start + one.byte_size) <= offset_;
    });
  }
  const std::string& bytes(std::size_t record) const { return bytes_[record]; }
  bool whole(std::size_t record) const {
    return bytes_[record].size() == static_cast<std::size_t>(file_.records[record].byte_size);
  }

 private:
  const FileOrigin& file_;
  std::vector<std::string> bytes_;
  std::uint64_t offset_ = 0;
};

// Fills the cutter from the uncompressed text, then reads on to the object's end for its hash.
// What was wrong with the text, if anything.
std::string read_through(store::ObjectReader& reader, const decode::ReadLimits& limits,
                         Cutter& cutter, std::string& sha256) {
  store::ContentHasher hasher;
  const auto source = [&](std::span<char> out) {
    const std::size_t count = reader.read(out);
    hasher.update({out.data(), count});
    return count;
  };
  std::vector<char> chunk(kChunk);
  const std::unique_ptr<decode::TextSource> text = decode::open_text(source, limits);
  std::string fault;
  while (!cutter.done()) {
    const std::size_t count = text->read(chunk);
    if (count == 0) {
      if (text->fault()) fault = text->fault()->message;
      break;
    }
    cutter.pass({chunk.data(), count});
  }
  while (source(chunk) != 0) {
  }
  sha256 = hex_of(hasher.finish().sha256);
  return fault;
}

struct Mismatch {
  std::string code;  // empty: none
  std::string message;
};

FileProof all_failed(const FileOrigin& file, const Mismatch& why) {
  const RecordProof proof{{}, false, why.code, why.message};
  return {false, why.code, why.message, std::vector<RecordProof>(file.records.size(), proof)};
}

Mismatch mismatch_of(const FileOrigin& file, const std::string& sha256) {
  if (sha256 == file.sha256) return {};
  return {"mudou",
          fmt::format("o objeto mudou: SHA-256 {} no lago, {} no livro", sha256, file.sha256)};
}

Mismatch mismatch_of(const FileOrigin& file, std::size_t record, const Cutter& cutter,
                     const std::string& sha256, const std::string& fault) {
  if (Mismatch changed = mismatch_of(file, sha256); !changed.code.empty()) return changed;
  if (!cutter.whole(record)) {
    return {"termina_antes", fault.empty() ? "o objeto termina antes do registro" : fault};
  }
  if (cutter.bytes(record) != file.records[record].complete_data) {
    return {"bytes_diferem",
            fmt::format("os bytes diferem dos guardados em {}", file.records[record].table)};
  }
  return {};
}

}  // namespace

FileProof prove(store::ObjectStore& lake, const FileOrigin& file,
                const decode::ReadLimits& limits) {
  const std::string root = lake.uri() + "/";
  if (!file.file.starts_with(root)) {
    return all_failed(
        file, {"outro_lago", fmt::format("o arquivo não está neste lago ({})", lake.uri())});
  }
  const std::optional<store::ObjectInfo> object = lake.stat(file.file.substr(root.size()));
  if (!object) return all_failed(file, {"ausente", "o objeto não está mais no lago"});
  Cutter cutter(file);
  std::string sha256;
  std::string fault;
  try {
    const auto reader = lake.open({object->name, object->generation});
    fault = read_through(*reader, limits, cutter, sha256);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::lake_unreachable) throw;
    return all_failed(file,
                      {"ilegivel", fmt::format("o objeto não pôde ser lido: {}", error.what())});
  }
  const Mismatch changed = mismatch_of(file, sha256);
  FileProof all{changed.code.empty(), changed.code, changed.message,
                std::vector<RecordProof>(file.records.size())};
  for (std::size_t i = 0; i < all.records.size(); ++i) {
    RecordProof& proof = all.records[i];
    if (cutter.whole(i)) proof.bytes = cutter.bytes(i);
    const Mismatch wrong = mismatch_of(file, i, cutter, sha256, fault);
    proof.code = wrong.code;
    proof.message = wrong.message;
    proof.matches = wrong.code.empty();
  }
  return all;
}

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
