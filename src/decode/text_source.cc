#include "decode/text_source.h"

#include <zlib.h>
#include <zstd.h>
#include <zstd_errors.h>

#include <algorithm>
#include <cstring>
#include <limits>
#include <utility>

#include "base/error.h"

namespace gdo::decode {
namespace {

// The stored bytes, buffered for those who must look before they take.
class StoredBytes {
 public:
  explicit StoredBytes(ByteSource source) : source_(std::move(source)) {}

  // The first bytes of the file, at least `wanted` unless the file is shorter; takes none.
  std::string_view head(std::size_t wanted);
  // The bytes read but not taken yet; when there are none, waits for more. Empty at the end.
  std::string_view buffered();
  void take(std::size_t bytes) { taken_ += bytes; }
  // Takes the next bytes, past the buffer where it can. 0 at the end.
  std::size_t read(std::span<char> out);

 private:
  bool fill();

  ByteSource source_;
  std::vector<char> buffer_;
  std::size_t taken_ = 0;
  std::size_t filled_ = 0;
  bool ended_ = false;
};

constexpr std::size_t kStoredBuffer = 64U << 10U;

}  // namespace

std::string_view StoredBytes::head(std::size_t wanted) {
  while (filled_ < wanted && fill()) {
  }
  return {buffer_.data(), filled_};
}

std::string_view StoredBytes::buffered() {
  if (taken_ == filled_) {
    taken_ = filled_ = 0;
    fill();
  }
  return {buffer_.data() + taken_, filled_ - taken_};
}

std::size_t StoredBytes::read(std::span<char> out) {
  if (taken_ < filled_) {
    const std::size_t size = std::min(out.size(), filled_ - taken_);
    std::memcpy(out.data(), buffer_.data() + taken_, size);
    taken_ += size;
    return size;
  }
  if (ended_) return 0;
  const std::size_t size = source_(out);
  ended_ = size == 0;
  return size;
}

bool StoredBytes::fill() {
  if (ended_) return false;
  if (buffer_.empty()) buffer_.resize(kStoredBuffer);
  const std::size_t size = source_(std::span(buffer_).subspan(filled_));
  ended_ = size == 0;
  filled_ += size;
  return !ended_;
}

namespace {

// Whether so many uncompressed bytes out of so few stored ones are beyond the limit, and then the
// fault that says so.
std::optional<SourceFault> check_ratio(const ReadLimits& limits, std::uint64_t stored,
                                       std::uint64_t uncompressed) {
  if (uncompressed <= limits.ratio_free_bytes) return std::nullopt;
  const double ratio = static_cast<double>(uncompressed) / static_cast<double>(stored);
  if (ratio <= limits.compression_ratio) return std::nullopt;
  return SourceFault{"razao_compressao",
                     "o arquivo se expande além da razão de compressão permitida"};
}

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

// The decompressors. Each accepts several members or frames in a row and nothing behind them.
std::unique_ptr<TextSource> gzip_text(StoredBytes stored, const ReadLimits& limits) {
  return std::make_unique<GzipText>(std::move(stored), limits);
}

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

std::unique_ptr<TextSource> zstd_text(StoredBytes stored, const ReadLimits& limits) {
  return std::make_unique<ZstdText>(std::move(stored), limits);
}

class PlainText : public TextSource {
 public:
  explicit PlainText(StoredBytes stored) : stored_(std::move(stored)) {}

  std::size_t read(std::span<char> out) override { return stored_.read(out); }
  const std::optional<SourceFault>& fault() const override { return fault_; }

 private:
  StoredBytes stored_;
  std::optional<SourceFault> fault_;
};

bool is_gzip(std::string_view head) { return head.substr(0, 2) == "\x1f\x8b"; }

// A frame, or a skippable frame, with which parallel compressors begin.
bool is_zstd(std::string_view head) {
  if (head.size() < 4) return false;
  if (head.substr(0, 4) == "\x28\xb5\x2f\xfd") return true;
  return (static_cast<unsigned char>(head[0]) & 0xf0U) == 0x50U &&
         head.substr(1, 3) == "\x2a\x4d\x18";
}

class AnyText : public TextSource {
 public:
  AnyText(ByteSource source, const ReadLimits& limits)
      : source_(std::move(source)), limits_(limits) {}

  std::size_t read(std::span<char> out) override {
    if (text_ == nullptr) text_ = open();
    return text_->read(out);
  }
  const std::optional<SourceFault>& fault() const override {
    return text_ == nullptr ? no_fault_ : text_->fault();
  }

 private:
  std::unique_ptr<TextSource> open() {
    StoredBytes stored(std::move(source_));
    const std::string_view head = stored.head(4);
    if (is_gzip(head)) return gzip_text(std::move(stored), limits_);
    if (is_zstd(head)) return zstd_text(std::move(stored), limits_);
    return std::make_unique<PlainText>(std::move(stored));
  }

  ByteSource source_;
  ReadLimits limits_;
  std::unique_ptr<TextSource> text_;
  std::optional<SourceFault> no_fault_;
};

}  // namespace

std::unique_ptr<TextSource> open_text(ByteSource source, const ReadLimits& limits) {
  return std::make_unique<AnyText>(std::move(source), limits);
}

}  // namespace gdo::decode
