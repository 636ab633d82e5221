// How fast documents become records, on one thread, from memory. Bytes are uncompressed ones.
//
//   bench_decode --benchmark_filter=Pick
#include <benchmark/benchmark.h>
#include <zlib.h>

#include <algorithm>
#include <cstring>
#include <stdexcept>
#include <string>

#include "decode/document_reader.h"
#include "decode/record_fields.h"

namespace gdo::decode {
namespace {

enum class Layout { lines, array, pretty };

// Some 900 bytes of half-carcass, as docs/dominio.md has it; generated, no real animal.
std::string carcass(unsigned number, bool accents) {
  const std::string digits = std::to_string(10000 + number % 10000);
  std::string record =
      R"({"cod_empresa":901,"cnpj_industria_abate":"11222333000181","tipo_unidade_abate":"1",)"
      R"("nr_unidade_abate":"9999","nr_op":")" +
      digits +
      R"(","prod_cpf_cnpj":"52998224725","prod_nr_ie":"NA","dt_compra":"2025-01-10",)"
      R"("dt_abate":"2025-01-27","lote_abate":)" +
      std::to_string(number % 40 + 1) + R"(,"nr_sequencial":)" + std::to_string(number % 9999 + 1) +
      R"(,"nr_banda":)" + std::to_string(number % 2 + 1) + R"(,"cod_barra_abate":"0999927012025)" +
      digits +
      R"(","sexo":"M","nr_sisbov":"","nr_identificacao":"","nr_chip":"","peso_vivo":0,)"
      R"("peso_carcaca":)" +
      std::to_string(120 + number % 80) + "." + std::to_string(number % 10) +
      R"(,"hr_ultima_pesagem":"2025-01-27T10:15:00","dt_abertura_camera_abate":"2025-01-27",)"
      R"("dt_fechamento_camera_abate":"2025-01-28","dt_corte_quarto":"2025-01-28T15:30:00.125",)"
      R"("valor_ph":5.62,"flag_contusao":"False","id_destino_abate":-1,)"
      R"("motivos_dif":[{"id":-1,"descricao":"N/A"}],"id_acabamento":332,"id_conformacao":0,)"
      R"("id_categoria":7,"id_maturidade":0,"id_raca":12,"habilitacoes_etiqueta":{},)"
      R"("sku_codigo":123456,"sku_descricao":")";
  record += accents ? "MEIA CARCAÇA BOVINA COM OSSO RESFRIADA NOVILHA (JOVEM)"
                    : "MEIA CARCACA BOVINA COM OSSO RESFRIADA NOVILHA (JOVEM)";
  return record + "\"}";
}

std::string pretty(const std::string& record) {
  std::string out;
  for (const char c : record) {
    out += c;
    if (c == ',' || c == '{') out += "\n    ";
  }
  return out;
}

std::string document(Layout layout, bool accents, std::size_t bytes) {
  std::string text = layout == Layout::lines ? "" : "[";
  for (unsigned i = 0; text.size() < bytes; ++i) {
    if (layout != Layout::lines && i > 0) text += ",";
    if (layout == Layout::pretty) text += "\n  ";
    const std::string record = carcass(i, accents);
    text += layout == Layout::pretty ? pretty(record) : record;
    if (layout == Layout::lines) text += "\n";
  }
  return layout == Layout::lines ? text : text + "]";
}

ByteSource from_memory(const std::string& text) {
  return [&text, at = std::size_t{0}](std::span<char> out) mutable {
    const std::size_t size = std::min(out.size(), text.size() - at);
    std::memcpy(out.data(), text.data() + at, size);
    at += size;
    return size;
  };
}

constexpr std::size_t kDocument = 32U << 20U;

// state.range: the layout, and whether there is text beyond ASCII.
std::string chosen_document(const benchmark::State& state) {
  return document(static_cast<Layout>(state.range(0)), state.range(1) != 0, kDocument);
}

void report(benchmark::State& state, std::size_t bytes) {
  state.SetBytesProcessed(static_cast<std::int64_t>(bytes) * state.iterations());
}

void BM_Read(benchmark::State& state) {
  const std::string text = chosen_document(state);
  for (auto _ : state) {
    DocumentReader reader(from_memory(text), {});
    RawRecord record;
    while (reader.next(record)) benchmark::DoNotOptimize(record.bytes.data());
    if (reader.fault()) state.SkipWithError("broken document");
  }
  report(state, text.size());
}

void BM_ReadAndPick(benchmark::State& state) {
  const std::string text = chosen_document(state);
  RecordFields fields({"cod_empresa", "cnpj_industria_abate", "tipo_unidade_abate",
                       "nr_unidade_abate", "dt_abate", "lote_abate", "nr_sequencial", "nr_banda",
                       "cod_barra_abate", "peso_carcaca", "id_animal", "sku_descricao"});
  for (auto _ : state) {
    DocumentReader reader(from_memory(text), {});
    RawRecord record;
    while (reader.next(record)) {
      if (!fields.read(record.bytes)) state.SkipWithError("not an object");
      benchmark::DoNotOptimize(fields.values().data());
    }
    if (reader.fault()) state.SkipWithError("broken document");
  }
  report(state, text.size());
}

std::string gzipped(const std::string& text) {
  std::string out(compressBound(text.size()) + 64, '\0');
  z_stream stream{};
  if (deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) != Z_OK) {
    throw std::runtime_error("deflateInit2");
  }
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  deflate(&stream, Z_FINISH);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

void BM_ReadGzip(benchmark::State& state) {
  const std::string text = chosen_document(state);
  const std::string stored = gzipped(text);
  for (auto _ : state) {
    DocumentReader reader(from_memory(stored), {});
    RawRecord record;
    while (reader.next(record)) benchmark::DoNotOptimize(record.bytes.data());
    if (reader.fault()) state.SkipWithError("broken document");
  }
  report(state, text.size());
}

BENCHMARK(BM_Read)
    ->ArgNames({"layout", "accents"})
    ->ArgsProduct({{int(Layout::lines), int(Layout::array), int(Layout::pretty)}, {0, 1}});
BENCHMARK(BM_ReadAndPick)
    ->ArgNames({"layout", "accents"})
    ->ArgsProduct({{int(Layout::lines), int(Layout::array), int(Layout::pretty)}, {0, 1}});
BENCHMARK(BM_ReadGzip)->ArgNames({"layout", "accents"})->Args({int(Layout::array), 1});

}  // namespace
}  // namespace gdo::decode
