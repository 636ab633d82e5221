#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gdo::gcs_server {

// What a server may do wrong with one request.
enum class Fault {
  none,
  unavailable,       // 503
  too_many,          // 429
  too_many_wait,     // 429 with Retry-After
  reset,             // the connection is reset, nothing done
  done_reset,        // done, then the connection is reset
  done_unavailable,  // done, then 503
  cut_body,          // done; the answer ends in its middle
  corrupt_body,      // a byte of a media answer is another
  stale_list,        // a listing still shows an object that is gone
  doubled_list,      // a listing shows every object twice
  token_expired,     // a listing's page token is refused (400)
  drip,              // done; the answer comes in small pieces
  closed_silently,   // done and answered; then the connection is closed without a word of it
  chunked,           // done; the answer's length is not said in its head
  // Not among the random ones:
  silent,     // nothing done, and never an answer
  lost_list,  // a listing is answered by 404
};

struct ServerOptions {
  std::uint16_t port = 0;  // 0 = any free one
  int delay_ms = 0;        // before each answer
  double fault_rate = 0;   // share of requests that get a random fault
  std::uint64_t seed = 1;
  int retry_after_s = 1;
  bool move = true;                   // knows moveTo
  bool rewrite = true;                // knows rewriteTo
  bool copy = true;                   // knows copyTo
  int unknown_status = 404;           // its answer to what it does not know
  int rewrite_steps = 1;              // calls a rewrite takes
  bool half_move = false;             // moveTo copies, then refuses to delete (412)
  bool ignore_preconditions = false;  // of rewrite, copy, delete and generation parameters
  bool ignore_range = false;
  bool google_headers = true;       // x-goog-generation, x-goog-hash …
  bool publish_crc32c = true;       // in metadata
  std::size_t most_results = 1000;  // objects in a page, whatever is asked
  bool require_token = false;       // 401 without a token this server gave out
  std::int64_t first_generation = (std::int64_t{1} << 60) + 1;  // more than a double can count
};

struct SeenRequest {
  std::string method;
  std::string target;  // as sent
  std::string authorization;
  std::string range;
};

// How subscriptions to notifications are.
struct Subscription {
  bool readable = true;  // who asks may see its settings
  bool pullable = true;  // and pull
  std::string topic = "projects/p/topics/t";
  std::string push_endpoint = {};
};

// A server that speaks the part of Google Cloud Storage's JSON API that a lake uses, with OAuth and
// metadata endpoints for credentials. Objects are in memory or in mapped files. Runs on a thread of
// its own until destroyed.
class Server {
 public:
  explicit Server(const ServerOptions& options);
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  std::uint16_t port() const;
  std::string host() const;  // 127.0.0.1:port

  // The bucket's objects, past the API. All from any thread.
  void add_bucket(const std::string& bucket);
  std::int64_t put(const std::string& bucket, const std::string& name, std::string bytes,
                   const std::string& content_encoding = {});
  void put_file(const std::string& bucket, const std::string& name,
                const std::filesystem::path& file);
  std::optional<std::string> get(const std::string& bucket, const std::string& name) const;
  std::int64_t generation(const std::string& bucket, const std::string& name) const;  // 0 = none
  void remove(const std::string& bucket, const std::string& name);
  std::vector<std::string> names(const std::string& bucket) const;
  // Files of a folder, named prefix/path; back into a folder, without the prefix. Throw.
  void seed_from(const std::filesystem::path& folder, const std::string& bucket,
                 const std::string& prefix);
  void dump_to(const std::filesystem::path& folder, const std::string& bucket,
               const std::string& prefix) const;

  // Asked before each request, on the server's thread: the fault it shall suffer. Replaces the
  // last.
  void on_request(std::function<Fault(const SeenRequest&)> decide);
  void set_fault_rate(double rate);
  // Requests answered or refused so far.
  std::uint64_t requests() const;

  // Notifications of objects (subscription projects/P/subscriptions/BUCKET) that nobody
  // acknowledged.
  std::size_t unacknowledged() const;
  void set_subscription(Subscription subscription);

  // Bodies that came to the token endpoint; forgets the tokens given out.
  std::vector<std::string> token_requests() const;
  void expire_tokens();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace gdo::gcs_server
