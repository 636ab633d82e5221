#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/contract/line_table.h"
#include "contract/contract.h"
#include "decode/document_reader.h"

// A file judged as raw and trusted would, without a database.
namespace gdo::app {

// As registro_rejeitado.motivos has it.
struct CheckedReason {
  std::string campo = {};
  std::string regra = {};
  std::string acao = {};
  std::optional<std::string> valor = {};
  std::string mensagem = {};
  std::string mensagem_en = {};  // empty when there is none
  std::string lista = {};        // the child array, if the field is of one of its elements
  std::int32_t elemento = 0;
  std::uint64_t offset = 0;  // in the uncompressed document
};

struct CheckedItem {
  std::int64_t nr_registro = 0;
  std::int32_t nr_item = 0;
  std::uint64_t offset = 0;   // in the uncompressed document
  std::string entidade = {};  // empty: it is not known which
  bool rejected = false;
  std::vector<CheckedReason> motivos = {};

  // "aceito", "com_avisos" or "rejeitado".
  [[nodiscard]] const char* veredito() const;
};

struct CheckedFile {
  std::string arquivo;
  std::string payload;
  std::int64_t records = 0;
  std::vector<CheckedItem> items;
  // The file is broken and would load nothing: items is empty.
  std::optional<DocumentFault> fault;
  LineTable lines;

  [[nodiscard]] bool good() const;
};

struct FileCheckOptions {
  // Of files whose path names none; empty = records may name any.
  std::string tenant = {};
  ReadLimits limits = {};
};

// name: a path, or "-" for stdin. The future begins after the time in its name, else after its
// modification. Throws Error(config) when it cannot be read.
[[nodiscard]] CheckedFile check_file(const std::string& name, const contract::Payload& payload,
                                     const FileCheckOptions& options);

}  // namespace gdo::app
