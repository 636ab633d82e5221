#include "api/http/exchange.h"

#include <utility>

#include "api/http/answer_writer.h"
#include "api/http/gzip.h"

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

}  // namespace gdo::api
