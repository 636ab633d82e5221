#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "api/http/exchange.h"

namespace gdo::api {

// Compresses a body piece by piece (RFC 1952).
class Gzip {
 public:
  Gzip();
  ~Gzip();
  Gzip(const Gzip&) = delete;
  Gzip& operator=(const Gzip&) = delete;

  // Appends to `out` what is ready; `flush`: everything so far can be read.
  void add(std::string_view bytes, bool flush, std::string& out);
  void finish(std::string& out);

 private:
  void run(std::string_view bytes, int mode, std::string& out);
  struct State;
  std::unique_ptr<State> state_;
};

// Whether Accept-Encoding takes gzip (RFC 9110, 12.5.3).
bool accepts_gzip(std::string_view accept_encoding);

// The body of a streamed answer: chunks, compressed where the client wants it. The head goes out
// with the first bytes, so that an early failure can still become another answer. Ends the answer
// as broken off unless finish() was called. Keeps its exchange alive.
class AnswerWriter : public BodyWriter {
 public:
  AnswerWriter(std::shared_ptr<Exchange> exchange, Response head, bool gzip);
  ~AnswerWriter() override;

  [[nodiscard]] bool write(std::string_view bytes) override;
  void flush() override;
  bool keeps_up() override;
  void pause() override { paused_ = true; }
  void finish();
  // Whether the stream asked to be called again; then calls it when the client has fetched nearly
  // all that waits, with the pause over.
  bool paused() const { return paused_; }
  void resume_later(std::function<void()> resume);
  // Whether anything has left; before that, the answer can be another one.
  bool head_sent() const { return head_sent_; }
  void give_up() { given_up_ = true; }

 private:
  bool send(bool flush);
  void end_pause();
  void append_chunk(std::string_view bytes, std::string& out);

  std::shared_ptr<Exchange> exchange_;
  Response head_;
  std::optional<Gzip> gzip_;
  std::string text_;
  bool chunked_;
  bool head_sent_ = false;
  bool finished_ = false;
  bool given_up_ = false;
  bool reader_left_ = false;
  bool paused_ = false;
  std::uint64_t lead_;        // bytes that may wait for the client before it counts as slow
  std::uint64_t waited_ = 0;  // when the pause began
  std::chrono::steady_clock::time_point paused_at_{};
};

}  // namespace gdo::api
