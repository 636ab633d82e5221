#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "api/http/handlers.h"

namespace gdo::api {

// The way from who makes an answer to who sends it. What the client has not fetched waits in memory
// up to a limit, then in a file without a name: whoever makes it goes on, and gives its database
// connection back. Thread-safe.
class OutBuffer {
 public:
  // wake: called without a lock, from whichever thread adds to an empty buffer or ends it.
  explicit OutBuffer(std::function<void()> wake) : wake_(std::move(wake)) {}
  ~OutBuffer();
  OutBuffer(const OutBuffer&) = delete;
  OutBuffer& operator=(const OutBuffer&) = delete;

  // False when nobody reads on, or when nothing was fetched for a minute while the disk's limit was
  // reached. Throws Error(transient) when the disk is full.
  [[nodiscard]] bool add(std::string_view bytes);
  // All is added; `whole` false: it breaks off here.
  void end(bool whole);

  // The next bytes to send; empty = none now.
  std::string take();
  bool ended() const;   // all was taken, and no more comes
  bool broken() const;  // it breaks off
  // Nobody sends any more.
  void close();
  std::uint64_t waiting() const;
  // Until no more than that waits, or nobody sends any more, or so long; the first or not.
  bool falls_to(std::uint64_t bytes, std::chrono::milliseconds patience);
  // Calls it once, from the thread that sends, when no more than that waits; maybe at once. Dropped
  // by close().
  void when_fallen_to(std::uint64_t bytes, std::function<void()> call);

  static constexpr std::uint64_t kInMemory = 256U << 10U;
  static constexpr std::uint64_t kOnDisk = 1U << 30U;

 private:
  std::string take_next(std::function<void()>& fallen);
  std::uint64_t size() const { return memory_.size() + (written_ - read_); }

  mutable std::mutex mutex_;
  std::condition_variable taken_;
  std::function<void()> wake_;
  std::function<void()> fallen_;  // empty = nobody asked
  std::uint64_t fallen_to_ = 0;
  std::string memory_;  // comes before what is in the file
  int file_ = -1;
  std::uint64_t read_ = 0;  // of the file
  std::uint64_t written_ = 0;
  bool ended_ = false;
  bool whole_ = true;
  bool closed_ = false;
};

// One request and its answer, shared by the connection that sends it and the worker that makes it.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  // What an exchange asks of the connection that it belongs to; from any thread.
  struct Asks {
    std::function<void()> wake;                       // there is something to send
    std::function<bool(std::function<void()>)> work;  // has a worker do it; false: too busy
  };
  Exchange(Request request, const Handlers& handlers, Asks asks, bool keep_alive);

  // An answer that nobody waited for is logged as cut short.
  ~Exchange() { finish(false); }
  Exchange(const Exchange&) = delete;
  Exchange& operator=(const Exchange&) = delete;

  // Makes the answer; on a worker. Never throws.
  void run();
  // An answer that is there already.
  void answer_at_once(Response response);

  Request& request() { return request_; }
  OutBuffer& out() { return out_; }
  // Decided with the head of the answer.
  bool keep_alive() const { return keep_alive_; }
  // It has no end of its own.
  bool is_feed() const { return feed_; }
  // Tells the log; once.
  void finish(bool whole);
  // The client left: nobody reads on.
  void leave();

 private:
  friend class AnswerWriter;
  void send(Response response);
  void send_whole(const Response& response, std::string body);
  void send_stream(Response& response);
  struct Streaming;
  void stream_on(const std::shared_ptr<Streaming>& streaming);
  void send_feed(const Response& response);
  bool wants_gzip(const Response& response, std::size_t length) const;

  Request request_;
  const Handlers& handlers_;
  OutBuffer out_;
  const std::function<bool(std::function<void()>)> work_;
  std::atomic<bool> keep_alive_;
  std::atomic<bool> feed_{false};
  std::atomic<int> status_{0};
  std::atomic<std::uint64_t> bytes_{0};
  std::atomic<bool> finished_{false};
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

}  // namespace gdo::api
