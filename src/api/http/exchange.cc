#include "api/http/exchange.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <utility>

#include "api/http/answer_writer.h"
#include "api/http/body_store.h"

namespace gdo::api {
namespace {

constexpr std::size_t kWorthCompressing = 1400;  // less fits into one packet

bool is_compressible(const Response& response) {
  for (const auto& [name, value] : response.headers) {
    if (name == "Content-Encoding") return false;
    if (name != "Content-Type") continue;
    return value.find("json") != std::string::npos || value.starts_with("text/") ||
           value.find("javascript") != std::string::npos || value.find("svg") != std::string::npos;
  }
  return false;
}

bool has_header(const Response& response, std::string_view name) {
  for (const auto& [known, value] : response.headers) {
    if (known == name) return true;
  }
  return false;
}

}  // namespace

// A streamed answer that is under way.
struct Exchange::Streaming {
  Streaming(std::shared_ptr<Exchange> exchange, Response head, bool gzip)
      : stream(std::exchange(head.stream, nullptr)),
        writer(std::move(exchange), std::move(head), gzip) {}

  std::function<void(BodyWriter&)> stream;
  AnswerWriter writer;
};

Exchange::Exchange(Request request, const Handlers& handlers, Asks asks, bool keep_alive)
    : request_(std::move(request)),
      handlers_(handlers),
      out_(std::move(asks.wake)),
      work_(std::move(asks.work)),
      keep_alive_(keep_alive) {}

void Exchange::run() {
  if (request_.client && request_.client->gone()) return;
  try {
    send(handlers_.answer(request_));
  } catch (...) {
    send(handlers_.failure(request_, std::current_exception()));
  }
}

void Exchange::answer_at_once(Response response) { send(std::move(response)); }

bool Exchange::wants_gzip(const Response& response, std::size_t length) const {
  return length >= kWorthCompressing && is_compressible(response) &&
         accepts_gzip(request_.header("accept-encoding"));
}

void Exchange::send(Response response) {
  if (is_compressible(response) && !has_header(response, "Vary")) {
    response.set("Vary", "Accept, Accept-Encoding, Accept-Language, Authorization");
  }
  if (response.feed) return send_feed(response);
  if (response.stream && request_.method != "HEAD") return send_stream(response);
  std::string body = std::move(response.body);
  if (wants_gzip(response, body.size())) {
    std::string compressed;
    Gzip gzip;
    gzip.add(body, false, compressed);
    gzip.finish(compressed);
    body = std::move(compressed);
    response.set("Content-Encoding", "gzip");
  }
  send_whole(response, std::move(body));
}

void Exchange::send_whole(const Response& response, std::string body) {
  status_ = response.status;
  const bool bodiless = request_.method == "HEAD" || response.status == 304;
  const std::int64_t length = response.stream ? -1 : static_cast<std::int64_t>(body.size());
  std::string out = head_text(response, length, keep_alive_, request_.minor_version);
  if (!bodiless) {
    bytes_ = body.size();
    out += body;
  }
  static_cast<void>(out_.add(out));
  out_.end(true);
}

void Exchange::send_stream(Response& response) {
  const bool gzip = wants_gzip(response, kWorthCompressing);
  if (gzip) response.set("Content-Encoding", "gzip");
  stream_on(std::make_shared<Streaming>(shared_from_this(), std::move(response), gzip));
}

void Exchange::stream_on(const std::shared_ptr<Streaming>& streaming) {
  AnswerWriter& writer = streaming->writer;
  try {
    streaming->stream(writer);
    if (!writer.paused()) return writer.finish();
    // It lives in its own buffer meanwhile, which lets go of it when the client leaves. Where
    // nobody takes it on, it ends broken off.
    writer.resume_later([this, streaming] {
      static_cast<void>(
          work_([self = shared_from_this(), streaming] { self->stream_on(streaming); }));
    });
  } catch (...) {
    Response failure = handlers_.failure(request_, std::current_exception());
    if (writer.head_sent()) return;  // breaks off
    writer.give_up();
    send(std::move(failure));
  }
}

void Exchange::send_feed(const Response& response) {
  Response head = response;
  head.feed = {};
  keep_alive_ = false;
  feed_ = true;
  const auto writer = std::make_shared<AnswerWriter>(shared_from_this(), std::move(head), false);
  writer->flush();
  response.feed(writer);
}

void Exchange::finish(bool whole) {
  if (finished_.exchange(true)) return;
  const auto duration = std::chrono::duration_cast<std::chrono::microseconds>(
      std::chrono::steady_clock::now() - began_);
  handlers_.done(request_, {status_, bytes_, duration, whole});
}

void Exchange::leave() {
  out_.close();
  if (request_.client) request_.client->leave();
}

namespace {

constexpr std::chrono::seconds kPatience{60};
constexpr std::size_t kOutAtOnce = 256U << 10U;

}  // namespace

OutBuffer::~OutBuffer() {
  if (file_ >= 0) ::close(file_);
}

bool OutBuffer::add(std::string_view bytes) {
  if (bytes.empty()) return true;
  {
    std::unique_lock lock(mutex_);
    const bool room = taken_.wait_for(
        lock, kPatience, [&] { return closed_ || written_ - read_ < kOnDisk || written_ == 0; });
    if (closed_ || !room) return false;
    const bool file_in_use = written_ > read_;
    if (!file_in_use && memory_.size() + bytes.size() <= std::max(kInMemory, bytes.size())) {
      memory_ += bytes;
    } else {
      if (file_ < 0) file_ = nameless_file();
      write_at(file_, bytes, written_);
      written_ += bytes.size();
    }
  }
  wake_();
  return true;
}

void OutBuffer::end(bool whole) {
  {
    const std::lock_guard lock(mutex_);
    if (ended_) return;
    ended_ = true;
    whole_ = whole;
  }
  wake_();
}

std::string OutBuffer::take() {
  std::function<void()> fallen;
  std::string bytes = take_next(fallen);
  // Without the lock: it may add to this very buffer, or be the last to know it.
  if (fallen) fallen();
  return bytes;
}

std::string OutBuffer::take_next(std::function<void()>& fallen) {
  const std::lock_guard lock(mutex_);
  std::string bytes = std::move(memory_);
  memory_.clear();
  if (bytes.empty() && written_ > read_) {
    bytes.resize(static_cast<std::size_t>(std::min<std::uint64_t>(kOutAtOnce, written_ - read_)));
    const ssize_t got = pread(file_, bytes.data(), bytes.size(), static_cast<off_t>(read_));
    bytes.resize(got > 0 ? static_cast<std::size_t>(got) : 0);
    if (bytes.empty()) {
      // A file that cannot be read back: better no answer than half of one.
      ended_ = true;
      whole_ = false;
      read_ = written_;
    }
    read_ += bytes.size();
    if (read_ == written_ && ftruncate(file_, 0) == 0) read_ = written_ = 0;
  }
  taken_.notify_all();
  if (size() <= fallen_to_) fallen = std::exchange(fallen_, nullptr);
  return bytes;
}

bool OutBuffer::falls_to(std::uint64_t bytes, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  return taken_.wait_for(lock, patience, [&] { return closed_ || size() <= bytes; });
}

void OutBuffer::when_fallen_to(std::uint64_t bytes, std::function<void()> call) {
  {
    const std::lock_guard lock(mutex_);
    if (closed_) return;
    if (size() > bytes) {
      fallen_ = std::move(call);
      fallen_to_ = bytes;
      return;
    }
  }
  call();
}

bool OutBuffer::ended() const {
  const std::lock_guard lock(mutex_);
  return ended_ && size() == 0;
}

bool OutBuffer::broken() const {
  const std::lock_guard lock(mutex_);
  return !whole_;
}

void OutBuffer::close() {
  std::function<void()> dropped;  // after the lock: it may own what ends this buffer
  const std::lock_guard lock(mutex_);
  dropped = std::exchange(fallen_, nullptr);
  closed_ = true;
  taken_.notify_all();
}

std::uint64_t OutBuffer::waiting() const {
  const std::lock_guard lock(mutex_);
  return size();
}

}  // namespace gdo::api
