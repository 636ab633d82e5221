#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/http/body_store.h"
#include "pg/connection.h"

namespace gdo::api {

// Whether somebody still waits for an answer; ties the statement that runs for them to that. One
// side is the server's thread, which sees the client leave; the other works on the answer.
class ClientLink {
 public:
  bool gone() const;
  // The client left, or is to be left: the statement that runs is cancelled. Blocks for a moment.
  void leave();

  // From now on `leave` cancels what this connection runs; not any more after the object is gone.
  class Watch {
   public:
    Watch(ClientLink* link, const pg::Connection& connection);
    ~Watch();
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    ClientLink* link_;
  };

 private:
  mutable std::mutex mutex_;
  bool gone_ = false;
  std::optional<pg::Canceller> running_;
};

using Pairs = std::vector<std::pair<std::string, std::string>>;

// What a client asks, complete. Texts are as sent, but for what is said to be decoded.
struct Request {
  std::string id;      // made by us; in every answer and log line of the request
  std::string method;  // GET, HEAD, POST, …
  std::string target;  // path and query
  Pairs headers;       // names in small letters, in order
  std::string remote;  // the peer's address without its port
  bool loopback = false;
  bool tls = false;
  int minor_version = 1;  // of HTTP/1.x

  std::string path;                   // decoded, starts with '/'
  std::vector<std::string> segments;  // of the path, decoded each
  Pairs query;                        // decoded, in order

  std::string caller;  // for the log: the id of the key, once it is verified
  std::string role;
  Pairs answer_headers;  // of any answer to it, whatever comes of it
  BodyStore body;
  std::shared_ptr<ClientLink> client;  // null in tests

  // The first header of that name (small letters); empty = none.
  std::string_view header(std::string_view name) const;
  // The first parameter of that name.
  std::optional<std::string> parameter(std::string_view name) const;
};

// Takes the target apart into path, segments and query. False when it is none that we serve: no
// leading '/', a broken %-sequence, a NUL, or text that is not UTF-8.
[[nodiscard]] bool read_target(Request& request);

// One of a header's list: `text/csv; estilo=excel-br`, `count=exact`, `sha-256=:…:`.
struct HeaderItem {
  std::string name;   // in small letters
  std::string value;  // after '=', without quotes
  std::vector<std::pair<std::string, std::string>> parameters;

  std::optional<std::string> parameter(std::string_view named) const;
  // How much it is wanted, of what a client accepts (`en-GB; q=0.8`): 1 where it says nothing.
  double weight() const;
};

// A header's list, in order. Commas and semicolons between quotes are text.
std::vector<HeaderItem> header_items(std::string_view header);

// The value of a preference (RFC 7240), the first where it comes twice; empty = not given.
std::string preferred(std::string_view prefer, std::string_view name);

// Bytes → a request. One for each message. Beast's parser stands behind it.
class MessageParser {
 public:
  enum class State {
    more,            // wants more bytes
    done,            // the head, or the body, is complete
    broken,          // no HTTP/1.x request
    head_too_large,  // over kHeadLimit
    body_too_large,  // over the limit given
  };

  MessageParser();
  ~MessageParser();

  // Reads from the start of what has come so far; `used` = bytes of it that are read.
  State read_head(std::string_view bytes, std::size_t& used, Request& request);
  // The same for the body, any number of times, after its head is done.
  State read_body(std::string_view bytes, std::size_t& used, std::uint64_t limit, BodyStore& body);

  bool keep_alive() const;
  bool wants_continue() const;
  bool has_body() const;
  std::optional<std::uint64_t> content_length() const;

  static constexpr std::size_t kHeadLimit = 32U << 10U;

 private:
  struct Parser;
  std::unique_ptr<Parser> parser_;
};

}  // namespace gdo::api
