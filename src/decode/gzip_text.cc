#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <limits>
#include <utility>

#include "base/error.h"
#include "decode/text_source.h"

namespace gdo::decode {
namespace {

constexpr int kGzipOnly = 15 + 16;  // zlib: the largest window, a gzip header demanded

class Inflater {
 public:
  Inflater() {
    if (inflateInit2(&stream_, kGzipOnly) != Z_OK) {
      throw Error(ErrorKind::internal, "cannot start zlib: out of memory");
    }
  }
  ~Inflater() { inflateEnd(&stream_); }
  Inflater(const Inflater&) = delete;
  Inflater& operator=(const Inflater&) = delete;

  z_stream* operator->() { return &stream_; }
  z_stream* get() { return &stream_; }

 private:
  z_stream stream_{};
};

uInt zlib_size(std::size_t size) {
  return static_cast<uInt>(std::min<std::size_t>(size, std::numeric_limits<uInt>::max()));
}

class GzipText : public TextSource {
 public:
  GzipText(StoredBytes stored, const ReadLimits& limits)
      : stored_(std::move(stored)), limits_(limits) {}

  std::size_t read(std::span<char> out) override {
    std::size_t produced = 0;
    while (produced == 0 && !fault_) {
      const std::string_view input = stored_.buffered();
      if (input.empty()) {
        if (in_member_) fail("o gzip termina antes do fim");
        return 0;
      }
      produced = inflate_some(input, out);
    }
    return produced;
  }

  const std::optional<SourceFault>& fault() const override { return fault_; }

 private:
  std::size_t inflate_some(std::string_view input, std::span<char> out) {
    if (!in_member_) inflateReset(inflater_.get());
    in_member_ = true;
    // zlib does not write to its input, but older interfaces of it did not say so.
    inflater_->next_in = const_cast<Bytef*>(reinterpret_cast<const Bytef*>(input.data()));
    inflater_->avail_in = zlib_size(input.size());
    inflater_->next_out = reinterpret_cast<Bytef*>(out.data());
    inflater_->avail_out = zlib_size(out.size());
    const uInt offered = inflater_->avail_in;
    const uInt room = inflater_->avail_out;
    const int status = inflate(inflater_.get(), Z_NO_FLUSH);
    const std::size_t produced = room - inflater_->avail_out;
    stored_.take(offered - inflater_->avail_in);
    taken_ += offered - inflater_->avail_in;
    produced_ += produced;
    in_member_ = status != Z_STREAM_END;
    if (status != Z_OK && status != Z_STREAM_END && status != Z_BUF_ERROR) {
      fail("o gzip está corrompido, ou há bytes estranhos depois dele");
    }
    if (!fault_) fault_ = check_ratio(limits_, taken_, produced_);
    return produced;
  }

  void fail(std::string_view why) { fault_ = {"compressao_invalida", std::string(why)}; }

  StoredBytes stored_;
  ReadLimits limits_;
  Inflater inflater_;
  bool in_member_ = false;
  std::uint64_t taken_ = 0;
  std::uint64_t produced_ = 0;
  std::optional<SourceFault> fault_;
};

}  // namespace

std::unique_ptr<TextSource> gzip_text(StoredBytes stored, const ReadLimits& limits) {
  return std::make_unique<GzipText>(std::move(stored), limits);
}

namespace {

constexpr int kWindowLog = 27;  // 128 MiB, what the zstd program accepts unless set otherwise

struct FreeContext {
  void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

class ZstdText : public TextSource {
 public:
  ZstdText(StoredBytes stored, const ReadLimits& limits)
      : stored_(std::move(stored)), limits_(limits), context_(ZSTD_createDCtx()) {
    if (context_ == nullptr) throw Error(ErrorKind::internal, "cannot start zstd: out of memory");
    ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, kWindowLog);
  }

  std::size_t read(std::span<char> out) override {
    std::size_t produced = 0;
    while (produced == 0 && !fault_) {
      // A full output may have left more inside the context, which needs no input to come out.
      const std::string_view input = output_pending_ ? std::string_view() : stored_.buffered();
      if (input.empty() && !output_pending_) {
        if (in_frame_) fail("o zstd termina antes do fim");
        return 0;
      }
      produced = decompress_some(input, out);
    }
    return produced;
  }

  const std::optional<SourceFault>& fault() const override { return fault_; }

 private:
  std::size_t decompress_some(std::string_view stored, std::span<char> out) {
    ZSTD_inBuffer input{stored.data(), stored.size(), 0};
    ZSTD_outBuffer output{out.data(), out.size(), 0};
    const std::size_t status = ZSTD_decompressStream(context_.get(), &output, &input);
    if (ZSTD_isError(status) != 0) {
      const bool window = ZSTD_getErrorCode(status) == ZSTD_error_frameParameter_windowTooLarge;
      fail(window ? "o zstd pede mais memória (janela) do que o permitido"
                  : "o zstd está corrompido, ou há bytes estranhos depois dele");
      return 0;
    }
    stored_.take(input.pos);
    taken_ += input.pos;
    produced_ += output.pos;
    in_frame_ = status != 0;
    output_pending_ = in_frame_ && output.pos == output.size;
    fault_ = check_ratio(limits_, taken_, produced_);
    return output.pos;
  }

  void fail(std::string_view why) { fault_ = {"compressao_invalida", std::string(why)}; }

  StoredBytes stored_;
  ReadLimits limits_;
  std::unique_ptr<ZSTD_DCtx, FreeContext> context_;
  bool in_frame_ = false;
  bool output_pending_ = false;
  std::uint64_t taken_ = 0;
  std::uint64_t produced_ = 0;
  std::optional<SourceFault> fault_;
};

}  // namespace

std::unique_ptr<TextSource> zstd_text(StoredBytes stored, const ReadLimits& limits) {
  return std::make_unique<ZstdText>(std::move(stored), limits);
}

}  // namespace gdo::decode
