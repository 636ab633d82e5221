#include "raw/stream_decoder.h"

#include "base/stopwatch.h"

namespace gdo::raw {
namespace {

// Few enough to stay in the processor's cache from the decoder to the socket.
constexpr std::size_t kSliceBytes = 256U << 10U;
constexpr std::size_t kSlicesWaiting = 4;

}  // namespace

StreamDecoder::StreamDecoder(ObjectStore& store, const LotePlan& plan,
                             const contract::Payload& payload, const ReadLimits& limits,
                             std::atomic<std::uint64_t>& bytes_done)
    : store_(store),
      plan_(plan),
      payload_(payload),
      limits_(limits),
      bytes_done_(bytes_done),
      queue_(kSlicesWaiting),
      thread_([this] {
        try {
          run();
        } catch (...) {
          failure_ = std::current_exception();
        }
        queue_.close();
      }) {}

StreamDecoder::~StreamDecoder() {
  queue_.close();
  if (thread_.joinable()) thread_.join();
}

std::optional<DecodedRows> StreamDecoder::next() { return queue_.pop(); }

PreparedFile StreamDecoder::result() {
  if (thread_.joinable()) thread_.join();
  if (failure_) std::rethrow_exception(failure_);
  return result_;
}

void StreamDecoder::run() {
  const Stopwatch watch;
  const ClaimedFile& file = plan_.files.front();
  const auto reader = store_.open({file.delivery.object.name, file.delivery.object.generation});
  FileDecoder decoder(
      plan_, file, payload_,
      [&](std::span<char> out) {
        const std::size_t count = reader->read(out);
        bytes_done_ += count;
        return count;
      },
      limits_);
  bool more = true;
  while (more) {
    DecodedRows slice = spare_.take();
    more = decoder.decode(slice, kSliceBytes);
    if (!queue_.push(std::move(slice))) return;
  }
  result_.file = file;
  result_.file.delivery.object.stamp = reader->info().stamp;
  result_.content = decoder.finish();
  result_.version = version_of(file.delivery, result_.content);
  result_.counts = decoder.counts();
  result_.error = decoder.error();
  result_.repeated_members = decoder.repeated_members();
  result_.uncompressed_bytes = decoder.uncompressed_bytes();
  result_.duration_ms = watch.ms();
}

}  // namespace gdo::raw
