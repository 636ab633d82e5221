#pragma once

#include <cstdint>
#include <string_view>

#include "synth/faults.h"
#include "synth/text_buffer.h"

// The lines of manifest.jsonl, as interface.md has them, with a few more members.
namespace gdo::synth {

struct ManifestFile {
  std::string_view path;  // relative to pending/
  std::string_view payload;
  std::string_view result;  // carregado, duplicado, erro
  std::int64_t records = 0;
  std::string_view fault{};  // `falha`: what is special about the file; empty = nothing
};
void put_file_line(TextBuffer& out, const ManifestFile& file);

struct ManifestItem {
  std::string_view path;
  std::int64_t record = 0;  // from 1
  std::int64_t item = 0;    // 0 = the record itself
};
void put_item_line(TextBuffer& out, const ManifestItem& item, const Fault& fault);

struct ManifestBox {
  std::string_view token;
  std::int64_t unit = 0;
  std::string_view barcode;
  bool has_order = false;
  bool has_farms = false;
  bool has_animals = false;
  std::string_view reason{};  // empty = traceable
};
void put_box_line(TextBuffer& out, const ManifestBox& box);

struct ManifestSoldBox {
  std::string_view token;
  std::string_view warehouse;  // cnpj_local_estoque, bare
  std::int64_t order = 0;
  std::int64_t load = 0;
  std::string_view barcode;
  std::string_view reason{};
};
void put_sold_box_line(TextBuffer& out, const ManifestSoldBox& line);

}  // namespace gdo::synth
