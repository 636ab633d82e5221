#pragma once

#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>

#include "store/gcs/caller.h"
#include "store/http/client.h"
#include "store/object_store.h"
#include "store/task.h"

namespace gdo::store {

// The bytes of one version on their way from the HTTP client's thread to a reader, a few megabytes
// of them at a time: the transfer pauses while the reader is slow. A broken transfer goes on where
// it broke. An object up to kHeldBytes is held back until it is whole and verified, so that a
// corrupted one can be read again; of a larger one only the end shows it.
class GcsStream final : public BodySink {
 public:
  static constexpr std::uint64_t kHeldBytes = 16U << 20U;
  static constexpr std::size_t kAheadBytes = 4U << 20U;  // read ahead of the reader

  GcsStream(GcsCaller& caller, ReadRequest request);

  // For the client's thread: runs to the end of the object, or of the stream's use.
  static Task<bool> run(std::shared_ptr<GcsStream> stream);
  Take take(const HttpResponse& head, std::string_view bytes) override;

  // For the reader's thread. Both wait; both throw what ended the stream.
  ObjectInfo wait_for_info();
  // Swaps all bytes that came for `chunk`'s memory. Empty at the end.
  void next_chunk(std::string& chunk);
  // The reader needs no more; it must not call again.
  void abandon();

 private:
  enum class Next { done, again, failed };

  Task<bool> fetch();
  Task<Next> one_attempt(HttpResponse& response);
  Task<Next> after_answer(HttpResponse& response);
  Task<bool> learn_info();
  bool accept_head(const HttpResponse& head);
  void begin(const HttpResponse& head);
  Next at_end();
  void restart();
  void fail(std::exception_ptr why);
  void fail(const HttpResponse& response);
  void finish();
  bool abandoned();

  GcsCaller& caller_;
  const ReadRequest request_;

  // Of the client's thread alone.
  bool info_known_ = false;     // generation, size and checksum
  bool info_missing_ = false;   // the head did not have them
  bool head_accepted_ = false;  // of the answer that is coming
  std::uint64_t position_ = 0;  // bytes that came
  std::uint64_t skip_ = 0;      // bytes to come that we have already
  std::uint32_t crc_ = 0;
  std::string refusal_;  // why take() broke the transfer off

  std::mutex mutex_;  // guards the rest
  std::condition_variable changed_;
  ObjectInfo info_;
  std::string ahead_;
  bool released_ = false;  // the reader may have what is in ahead_
  bool paused_ = false;
  bool finished_ = false;
  bool abandoned_ = false;
  std::exception_ptr failure_;
};

// Starts reading; waits until the object's head (or all of a small object) is there. `keep_alive`
// holds what `caller` and its client live in.
std::unique_ptr<ObjectReader> open_gcs(GcsCaller& caller, const ReadRequest& request,
                                       std::shared_ptr<void> keep_alive);

}  // namespace gdo::store
