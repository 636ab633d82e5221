#pragma once

#include <atomic>
#include <memory>

#include "api/http/handlers.h"
#include "api/http/out_buffer.h"

namespace gdo::api {

// One request and its answer, shared by the connection that sends it and the worker that makes it.
class Exchange : public std::enable_shared_from_this<Exchange> {
 public:
  // What an exchange asks of the connection that it belongs to; from any thread.
  struct Asks {
    std::function<void()> wake;                       // there is something to send
    std::function<bool(std::function<void()>)> work;  // has a worker do it; false: too busy
  };
  Exchange(Request request, const Handlers& handlers, Asks asks, bool keep_alive);

  // An answer that nobody waited for is told to the log as cut short.
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
