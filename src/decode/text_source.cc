#include "decode/text_source.h"

#include <algorithm>
#include <cstring>
#include <utility>

namespace gdo::decode {
namespace {

constexpr std::size_t kStoredBuffer = 64U << 10U;

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

std::optional<SourceFault> check_ratio(const ReadLimits& limits, std::uint64_t stored,
                                       std::uint64_t uncompressed) {
  if (uncompressed <= limits.ratio_free_bytes) return std::nullopt;
  const double ratio = static_cast<double>(uncompressed) / static_cast<double>(stored);
  if (ratio <= limits.compression_ratio) return std::nullopt;
  return SourceFault{"razao_compressao",
                     "o arquivo se expande além da razão de compressão permitida"};
}

std::unique_ptr<TextSource> open_text(ByteSource source, const ReadLimits& limits) {
  return std::make_unique<AnyText>(std::move(source), limits);
}

}  // namespace gdo::decode
