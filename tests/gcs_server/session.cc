#include "gcs_server/session.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/asio/write.hpp>
#include <boost/beast/http/read.hpp>
#include <cctype>

namespace gdo::gcs_server {
namespace {

constexpr std::size_t kPieces = 8;  // of a dripping answer
// How long a pull waits for a message, and how often it looks.
constexpr std::chrono::seconds kLongestWait{20};
constexpr std::chrono::milliseconds kAttention{5};

namespace asio = boost::asio;
namespace http = boost::beast::http;

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return small;
}

void split_target(Request& request) {
  const std::string_view target = request.target;
  const std::size_t mark = target.find('?');
  std::string_view path = target.substr(0, mark);
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::size_t slash = std::min(path.find('/'), path.size());
    request.path.push_back(percent_decoded(path.substr(0, slash), false));
    path.remove_prefix(slash);
  }
  std::string_view query = mark == std::string_view::npos ? "" : target.substr(mark + 1);
  while (!query.empty()) {
    const std::string_view pair = query.substr(0, query.find('&'));
    query.remove_prefix(std::min(query.size(), pair.size() + 1));
    const std::size_t equals = std::min(pair.find('='), pair.size());
    const std::string_view value = pair.substr(std::min(equals + 1, pair.size()));
    request.query[percent_decoded(pair.substr(0, equals), true)] = percent_decoded(value, true);
  }
}

Request request_of(http::request<http::string_body>&& message) {
  Request request;
  request.method = std::string(message.method_string());
  request.target = std::string(message.target());
  for (const auto& field : message)
    request.headers[lower(field.name_string())] = std::string(field.value());
  request.body = std::move(message.body());
  split_target(request);
  return request;
}

}  // namespace

Session::Session(asio::ip::tcp::socket socket, Service& service)
    : socket_(std::move(socket)), timer_(socket_.get_executor()), service_(service) {
  socket_.set_option(asio::ip::tcp::no_delay(true));
}

void Session::read() {
  parser_.emplace();
  parser_->body_limit(boost::none);
  http::async_read(socket_, buffer_, *parser_,
                   [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                     if (!error) self->answer();
                   });
}

void Session::answer() {
  auto message = parser_->release();
  close_ = !message.keep_alive();
  request_ = request_of(std::move(message));
  fault_ = service_.choose_fault(request_);
  waits_until_ = std::chrono::steady_clock::now() + kLongestWait;
  if (service_.options.delay_ms == 0) return perform();
  timer_.expires_after(std::chrono::milliseconds(service_.options.delay_ms));
  timer_.async_wait([self = shared_from_this()](boost::system::error_code) { self->perform(); });
}

void Session::perform() {
  if (fault_ == Fault::reset) return reset();
  if (fault_ == Fault::silent) {
    timer_.expires_after(std::chrono::minutes(1));
    return timer_.async_wait([self = shared_from_this()](boost::system::error_code) {});
  }
  if (fault_ == Fault::unavailable) {
    reply_ = refusal(503, "backendError");
  } else if (fault_ == Fault::too_many || fault_ == Fault::too_many_wait) {
    reply_ = refusal(429, "rateLimitExceeded");
    if (fault_ == Fault::too_many_wait)
      reply_.headers.emplace_back("Retry-After", std::to_string(service_.options.retry_after_s));
  } else if (service_.api.must_wait(request_) && std::chrono::steady_clock::now() < waits_until_) {
    timer_.expires_after(kAttention);
    return timer_.async_wait(
        [self = shared_from_this()](boost::system::error_code) { self->perform(); });
  } else {
    reply_ = service_.api.handle(request_, fault_);
  }
  if (fault_ == Fault::done_reset) return reset();
  if (fault_ == Fault::done_unavailable) reply_ = refusal(503, "backendError");
  write();
}

void Session::write() {
  const bool chunked = fault_ == Fault::chunked && reply_.status != 204;
  head_ = fmt::format("HTTP/1.1 {} {}\r\n", reply_.status, reply_.status < 300 ? "OK" : "Refused");
  head_ += chunked ? "Transfer-Encoding: chunked\r\n"
                   : fmt::format("Content-Length: {}\r\n", reply_.body.bytes.size());
  if (reply_.status == 204) head_ = "HTTP/1.1 204 No Content\r\n";
  for (const auto& [name, value] : reply_.headers) head_ += fmt::format("{}: {}\r\n", name, value);
  if (close_) head_ += "Connection: close\r\n";
  head_ += "\r\n";
  std::string_view body = reply_.body.bytes;
  if (fault_ == Fault::drip) {
    left_ = body;
    return write_next_piece();
  }
  std::array<asio::const_buffer, 5> buffers = {asio::buffer(head_)};
  const std::size_t middle = body.size() / 2;
  const bool media = request_.parameter("alt") == "media" && reply_.status < 300;
  if (fault_ == Fault::cut_body && !body.empty()) {
    body = body.substr(0, middle);
    close_ = true;
  }
  if (fault_ == Fault::corrupt_body && media && !body.empty()) {
    wrong_byte_ = std::string(1, static_cast<char>(body[middle] ^ 0x20));
    buffers[1] = asio::buffer(body.data(), middle);
    buffers[2] = asio::buffer(wrong_byte_);
    buffers[3] = asio::buffer(body.data() + middle + 1, body.size() - middle - 1);
  } else if (chunked) {
    chunk_head_ = body.empty() ? "" : fmt::format("{:x}\r\n", body.size());
    buffers[1] = asio::buffer(chunk_head_);
    buffers[2] = asio::buffer(body.data(), body.size());
    const std::string_view end = body.empty() ? "0\r\n\r\n" : "\r\n0\r\n\r\n";
    buffers[3] = asio::buffer(end.data(), end.size());
  } else {
    buffers[1] = asio::buffer(body.data(), body.size());
  }
  if (fault_ == Fault::closed_silently) close_ = true;
  asio::async_write(socket_, buffers,
                    [self = shared_from_this()](boost::system::error_code error, std::size_t) {
                      if (!error) self->finished();
                    });
}

void Session::write_next_piece() {
  const std::size_t size = std::min(left_.size(), reply_.body.bytes.size() / kPieces + 1);
  const std::array<asio::const_buffer, 2> buffers = {asio::buffer(head_),
                                                     asio::buffer(left_.data(), size)};
  asio::async_write(
      socket_, buffers,
      [self = shared_from_this(), size](boost::system::error_code error, std::size_t) {
        if (error) return;
        self->head_.clear();
        self->left_.remove_prefix(size);
        if (self->left_.empty()) return self->finished();
        self->timer_.expires_after(std::chrono::milliseconds(2));
        self->timer_.async_wait([self](boost::system::error_code) { self->write_next_piece(); });
      });
}

void Session::finished() {
  reply_ = {};
  if (!close_) return read();
  boost::system::error_code ignored;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
  socket_.close(ignored);
}

void Session::reset() {
  boost::system::error_code ignored;
  socket_.set_option(asio::socket_base::linger(true, 0), ignored);
  socket_.close(ignored);
}

}  // namespace gdo::gcs_server
