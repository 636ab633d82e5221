#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

#include "api/http/request.h"

namespace gdo::api {

// Where the body of a streamed answer goes. Takes what it is given: what a slow client has not
// fetched waits on disk, within a limit.
class BodyWriter {
 public:
  virtual ~BodyWriter() = default;
  // False once nobody reads on: the work may end.
  [[nodiscard]] virtual bool write(std::string_view bytes) = 0;
  // What was written goes out now.
  virtual void flush() = 0;
  // Whether the client takes what is written about as fast as it comes; waits for it a moment.
  virtual bool keeps_up() = 0;
  // For a stream that is about to return, its work half done and nothing of it in hand: it is
  // called again once the client has fetched nearly all that waits.
  virtual void pause() = 0;
};

// An answer. Its body is `body`, or what `stream` writes.
struct Response {
  int status = 200;
  Pairs headers = {};
  std::string body = {};
  // Runs on a worker. What it throws before its first 64 kB becomes a problem document, after that
  // a cut connection, so that no half answer looks whole. See BodyWriter::pause.
  std::function<void(BodyWriter&)> stream = {};
  // Instead of both: is given the writer once the head is out; the answer ends when the last owner
  // of the writer is gone, or the client.
  std::function<void(std::shared_ptr<BodyWriter>)> feed = {};

  Response& set(std::string name, std::string value) {
    headers.emplace_back(std::move(name), std::move(value));
    return *this;
  }
};

Response text_response(int status, std::string type, std::string body);

// The head of an answer, with the blank line. length < 0: the body comes in chunks.
std::string head_text(const Response& response, std::int64_t length, bool keep_alive,
                      int minor_version);

}  // namespace gdo::api
