#include <gmock/gmock.h>
#include <zlib.h>
#include <zstd.h>

#include <string>

#include "decode/reading.h"

namespace gdo::decode {
namespace {

using std::string_literals::operator""s;
using test::read_all;
using test::Reading;
using test::source_of;

std::string gzipped(std::string_view text) {
  z_stream stream{};
  EXPECT_EQ(deflateInit2(&stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY), Z_OK);
  std::string out(deflateBound(&stream, text.size()) + 64, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(text.data()));
  stream.avail_in = static_cast<uInt>(text.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  EXPECT_EQ(deflate(&stream, Z_FINISH), Z_STREAM_END);
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

std::string zstandard(std::string_view text, int window_log = 0) {
  ZSTD_CCtx* const context = ZSTD_createCCtx();
  ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
  if (window_log > 0) {
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, window_log);
    ZSTD_CCtx_setParameter(context, ZSTD_c_contentSizeFlag, 0);
  }
  std::string out(ZSTD_compressBound(text.size()) + 64, '\0');
  ZSTD_inBuffer input{text.data(), text.size(), 0};
  ZSTD_outBuffer output{out.data(), out.size(), 0};
  // In two steps, so that the size is not known when the frame begins.
  ZSTD_compressStream2(context, &output, &input, ZSTD_e_continue);
  EXPECT_EQ(ZSTD_compressStream2(context, &output, &input, ZSTD_e_end), 0U);
  out.resize(output.pos);
  ZSTD_freeCCtx(context);
  return out;
}

std::string skippable_frame() { return "\x50\x2a\x4d\x18\x03\0\0\0abc"s; }

std::string document(std::size_t records) {
  std::string text = "[";
  for (std::size_t i = 0; i < records; ++i) {
    text += (i > 0 ? ",\n" : "") + "{\"n\":"s + std::to_string(i * 2654435761U) + "}";
  }
  return text + "]";
}

Reading read(std::string_view stored) { return read_all(source_of(stored)); }

std::string fault_of(std::string_view stored) {
  const Reading reading = read(stored);
  return reading.fault ? reading.fault->code : "";
}

TEST(Compression, IsRecognisedByTheFirstBytesWhateverTheChunks) {
  const std::string text = document(5000);
  const Reading plain = read(text);
  ASSERT_EQ(plain.records.size(), 5000U);
  for (const std::string& stored : {gzipped(text), zstandard(text)}) {
    for (const std::size_t chunk : {1U, 2U, 3U, 1000U, 1000000U}) {
      const Reading reading = read_all(source_of(stored, test::every(chunk)));
      ASSERT_FALSE(reading.fault) << reading.fault->message;
      ASSERT_EQ(reading.records.size(), 5000U);
      EXPECT_EQ(reading.records.back().bytes, plain.records.back().bytes);
      EXPECT_EQ(reading.records.back().offset, plain.records.back().offset);
      EXPECT_EQ(reading.bytes_read, text.size());
    }
  }
}

TEST(Compression, MembersAndFramesFollowOneAnother) {
  for (const std::size_t chunk : {1U, 1000000U}) {
    for (const std::string& stored :
         {gzipped("[{},") + gzipped("") + gzipped("{}") + gzipped("]"),
          zstandard("[{},") + zstandard("") + skippable_frame() + zstandard("{}]"),
          skippable_frame() + zstandard("[{},{}]") + skippable_frame()}) {
      const Reading reading = read_all(source_of(stored, test::every(chunk)));
      ASSERT_FALSE(reading.fault) << reading.fault->message;
      EXPECT_EQ(reading.records.size(), 2U);
    }
  }
}

TEST(Compression, AFileCutShortAnywhereIsAFault) {
  const std::string text = document(40);
  for (const std::string& stored : {gzipped(text), zstandard(text), gzipped("[]") + gzipped(" ")}) {
    for (std::size_t size = 4; size < stored.size(); ++size) {
      const std::string cut = stored.substr(0, size);
      // A cut between two members leaves a whole file.
      if (cut == gzipped("[]")) continue;
      EXPECT_EQ(fault_of(cut), "compressao_invalida") << size << " of " << stored.size();
    }
  }
}

TEST(Compression, ACorruptFileIsAFaultOrReadsTheSame) {
  const std::string text = document(40);
  const Reading whole = read(text);
  for (const std::string& stored : {gzipped(text), zstandard(text)}) {
    for (std::size_t at = 4; at < stored.size(); ++at) {
      std::string corrupt = stored;
      corrupt[at] = static_cast<char>(corrupt[at] ^ 0x10);
      const Reading reading = read(corrupt);
      // The header of gzip holds a time and a system that nothing depends on.
      if (!reading.fault) {
        EXPECT_EQ(reading.records.size(), whole.records.size()) << at;
      }
    }
    std::string corrupt = stored;
    corrupt[corrupt.size() - 6] = static_cast<char>(corrupt[corrupt.size() - 6] ^ 1);
    EXPECT_EQ(fault_of(corrupt), "compressao_invalida");
  }
}

TEST(Compression, BytesBehindTheLastMemberAreAFault) {
  for (const std::string& garbage : {"x"s, "\0"s, "\n"s, "[]"s, "\x1f"s, "garbage behind it"s}) {
    EXPECT_EQ(fault_of(gzipped("[]") + garbage), "compressao_invalida") << garbage;
    EXPECT_EQ(fault_of(zstandard("[]") + garbage), "compressao_invalida") << garbage;
  }
}

TEST(Compression, FaultsOfTheContentComeThrough) {
  for (const bool gzip : {true, false}) {
    const auto pack = [gzip](std::string_view text) {
      return gzip ? gzipped(text) : zstandard(text);
    };
    EXPECT_EQ(fault_of(pack("")), "vazio");
    EXPECT_EQ(fault_of(pack(" \n")), "vazio");
    EXPECT_EQ(fault_of(pack("[{}")), "json_malformado");
    EXPECT_EQ(fault_of(pack(pack("[]"))), "raiz_invalida");
    EXPECT_EQ(fault_of(pack("\xff\xfe[\0")), "codificacao_invalida");
    EXPECT_EQ(read(pack("\xef\xbb\xbf{}\n{}\n")).records.size(), 2U);
  }
}

TEST(Compression, AFileThatExpandsTooFarIsAFault) {
  const std::string bomb = "[\"" + std::string(8U << 20U, 'x') + "\"]";
  for (const std::string& stored : {gzipped(bomb), zstandard(bomb)}) {
    ReadLimits limits;
    EXPECT_FALSE(read_all(source_of(stored), limits).fault);
    limits.ratio_free_bytes = 1U << 20U;
    limits.compression_ratio = 100;
    const Reading reading = read_all(source_of(stored), limits);
    ASSERT_TRUE(reading.fault);
    EXPECT_EQ(reading.fault->code, "razao_compressao");
    EXPECT_LE(reading.fault->offset, 2U << 20U);
    limits.compression_ratio = 1e9;
    EXPECT_FALSE(read_all(source_of(stored), limits).fault);
  }
  ReadLimits none;
  none.ratio_free_bytes = 0;
  none.compression_ratio = 1;
  EXPECT_FALSE(read_all(source_of(bomb), none).fault) << "plain files do not expand";
}

TEST(Compression, AZstdWindowBeyond128MibIsRefused) {
  const std::string text = document(10);
  EXPECT_FALSE(read(zstandard(text, 27)).fault);
  const Reading reading = read(zstandard(text, 28));
  ASSERT_TRUE(reading.fault);
  EXPECT_EQ(reading.fault->code, "compressao_invalida");
  EXPECT_THAT(reading.fault->message, testing::HasSubstr("janela"));
}

TEST(Compression, AFaultInTheMiddleOfTheLinesIsAFaultOfTheDocument) {
  std::string text;
  for (int i = 0; i < 30000; ++i) text += "{\"n\":" + std::to_string(i * 7919) + "}\n";
  for (std::string stored : {gzipped(text), zstandard(text)}) {
    stored.resize(stored.size() - 10);
    EXPECT_EQ(fault_of(stored), "compressao_invalida");
  }
}

}  // namespace
}  // namespace gdo::decode
