#include <zlib.h>

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

}  // namespace gdo::decode
