#pragma once

#include <chrono>
#include <coroutine>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gdo::store {

struct HttpResponse {
  int status = 0;               // 0: no answer arrived
  std::string problem;          // why the transfer broke; empty = the answer is whole
  bool worth_retrying = false;  // of a problem: it may go away
  bool timed_out = false;       // the problem is that nothing came for too long
  bool resent = false;          // the request may have reached the server more than once
  std::vector<std::pair<std::string, std::string>> headers;  // names in lower case
  std::string body;                                          // what a BodySink did not take

  bool whole() const { return problem.empty(); }
  bool success() const { return whole() && status >= 200 && status < 300; }
  // The header's value; empty when there is none.
  std::string_view header(std::string_view lower_case_name) const;
};

// Takes the body of an answer 200 or 206 as it comes, on the client's thread.
class BodySink {
 public:
  enum class Take { taken, full /* the same bytes come again after HttpClient::resume */, abort };
  virtual ~BodySink() = default;
  virtual Take take(const HttpResponse& head, std::string_view bytes) = 0;
};

struct HttpRequest {
  std::string method = "GET";
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string_view body = {};        // must live until the answer came
  BodySink* sink = nullptr;          // likewise; may be null. Such a request has a connection alone
};

struct HttpOptions {
  int requests_in_flight = 64;  // requests with a sink do not count
  int stall_s = 60;             // a transfer without a byte for so long is broken
  int connect_timeout_s = 15;
};

// Many HTTP requests at a time on one thread of its own, over kept-alive connections (HTTP/2 where
// TLS offers it). Everything but the constructor, the destructor and post() is for that thread.
class HttpClient {
 public:
  explicit HttpClient(const HttpOptions& options);
  // Breaks off what is under way; awaiting coroutines see a problem that is not worth retrying.
  ~HttpClient();
  HttpClient(const HttpClient&) = delete;
  HttpClient& operator=(const HttpClient&) = delete;

  // Runs the function on the client's thread, soon. From any thread.
  void post(std::function<void()> function);

  // co_await client.send(request): the answer. One attempt; never throws for what the network does.
  auto send(HttpRequest request) {
    struct Awaiter {
      HttpClient& client;
      HttpRequest request;
      HttpResponse response = {};
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> awaiting) {
        client.start(request, response, awaiting);
      }
      HttpResponse await_resume() { return std::move(response); }
    };
    return Awaiter{*this, std::move(request)};
  }

  // co_await client.sleep(time). At once when the client is being destroyed.
  auto sleep(std::chrono::milliseconds time) {
    struct Awaiter {
      HttpClient& client;
      std::chrono::milliseconds time;
      bool await_ready() const noexcept { return false; }
      void await_suspend(std::coroutine_handle<> awaiting) { client.start_timer(time, awaiting); }
      void await_resume() const noexcept {}
    };
    return Awaiter{*this, time};
  }

  // Goes on with the transfer that paused because the sink was full; nothing when there is none.
  void resume(const BodySink& sink);
  // Being destroyed.
  bool stopping() const;

 private:
  struct State;

  void start(const HttpRequest& request, HttpResponse& response, std::coroutine_handle<> awaiting);
  void start_timer(std::chrono::milliseconds time, std::coroutine_handle<> awaiting);

  std::unique_ptr<State> state_;
};

}  // namespace gdo::store
