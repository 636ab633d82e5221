#include "api/http/connection.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

#include "api/http/server.h"

namespace gdo::api {
namespace {

class PlainStream : public Stream {
 public:
  explicit PlainStream(boost::asio::ip::tcp::socket socket) : socket_(std::move(socket)) {}

  void open(Opened opened) override { opened({}); }

  void read_some(char* into, std::size_t room, Moved moved) override {
    socket_.async_read_some(boost::asio::buffer(into, room), std::move(moved));
  }

  void write(const char* bytes, std::size_t size, Moved moved) override {
    boost::asio::async_write(socket_, boost::asio::buffer(bytes, size), std::move(moved));
  }

  void end_writing() override {
    boost::system::error_code ignored;
    socket_.shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    socket_.close(ignored);
  }

 private:
  boost::asio::ip::tcp::socket socket_;
};

}  // namespace

std::unique_ptr<Stream> plain_stream(boost::asio::ip::tcp::socket socket) {
  return std::make_unique<PlainStream>(std::move(socket));
}

namespace {

class TlsStream : public Stream {
 public:
  TlsStream(boost::asio::ip::tcp::socket socket, std::shared_ptr<boost::asio::ssl::context> context)
      : context_(std::move(context)), stream_(std::move(socket), *context_) {}

  void open(Opened opened) override {
    stream_.async_handshake(boost::asio::ssl::stream_base::server, std::move(opened));
  }

  void read_some(char* into, std::size_t room, Moved moved) override {
    stream_.async_read_some(boost::asio::buffer(into, room), std::move(moved));
  }

  void write(const char* bytes, std::size_t size, Moved moved) override {
    boost::asio::async_write(stream_, boost::asio::buffer(bytes, size), std::move(moved));
  }

  // No waiting for the peer's close_notify: lengths and chunks say where an answer ends.
  void end_writing() override {
    SSL_set_quiet_shutdown(stream_.native_handle(), 1);
    boost::system::error_code ignored;
    stream_.next_layer().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
  }

  void close() override {
    boost::system::error_code ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  std::shared_ptr<boost::asio::ssl::context> context_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
};

}  // namespace

std::unique_ptr<Stream> tls_stream(boost::asio::ip::tcp::socket socket,
                                   std::shared_ptr<boost::asio::ssl::context> context) {
  return std::make_unique<TlsStream>(std::move(socket), std::move(context));
}

namespace {

using std::chrono::seconds;

constexpr seconds kOpening{10};  // TLS's handshake
constexpr seconds kHead{10};     // from its first byte on
constexpr seconds kIdle{75};     // between requests
constexpr seconds kBody{30};     // without a byte of it
constexpr seconds kWrite{60};    // without a byte taken
constexpr seconds kForEver{86400 * 365};
constexpr std::size_t kReadAhead = 64U << 10U;  // of the next request, while one is answered
constexpr std::uint64_t kDrained = 8U << 20U;   // of a refused body, so that the answer is read

}  // namespace

Connection::Connection(Server& server, std::unique_ptr<Stream> stream, Peer peer)
    : server_(server), stream_(std::move(stream)), peer_(std::move(peer)) {}

void Connection::enter(State state, seconds patience) {
  state_ = state;
  deadline_ = Clock::now() + patience;
}

void Connection::start() {
  enter(State::opening, kOpening);
  stream_->open([self = shared_from_this()](const boost::system::error_code& error) {
    if (error) return self->close();
    self->parser_ = std::make_unique<MessageParser>();
    self->enter(State::head, kHead);
    self->read();
  });
}

void Connection::tick(Clock::time_point now) {
  if (state_ == State::closed || now < deadline_) return;
  // A head that was begun gets an answer; an idle connection just goes.
  if (state_ == State::head && !incoming_.empty()) return refuse(Refusal::too_slow);
  if (state_ == State::body) return refuse(Refusal::too_slow);
  leave();
  close();
}

void Connection::drain() {
  draining_ = true;
  const bool endless = exchange_ && exchange_->is_feed();
  if (idle() || endless || state_ == State::opening || state_ == State::lingering) close();
}

void Connection::close() {
  if (state_ == State::closed) return;
  state_ = State::closed;
  leave();
  stream_->close();
  server_.forget(this);
}

// Whoever works on the answer is notified elsewhere: a cancel waits for PostgreSQL.
void Connection::leave() {
  if (!exchange_) return;
  const std::shared_ptr<Exchange> exchange = std::move(exchange_);
  exchange_ = nullptr;
  exchange->out().close();
  server_.notify([exchange] { exchange->leave(); });
}

void Connection::read() {
  if (reading_ || state_ == State::closed) return;
  reading_ = true;
  stream_->read_some(piece_.data(), piece_.size(),
                     [self = shared_from_this()](const auto& error, std::size_t size) {
                       self->reading_ = false;
                       self->on_read(error, size);
                     });
}

void Connection::on_read(const boost::system::error_code& error, std::size_t size) {
  if (state_ == State::closed) return;
  if (error) return close();
  if (state_ == State::lingering) {
    lingered_ += size;
    return lingered_ > kDrained ? close() : read();
  }
  if (state_ == State::head && incoming_.empty()) deadline_ = Clock::now() + kHead;
  if (state_ == State::body) deadline_ = Clock::now() + kBody;
  incoming_.append(piece_.data(), size);
  advance();
}

void Connection::advance() {
  switch (state_) {
    case State::head:
      return read_head();
    case State::body:
      return read_body();
    case State::answering:
      if (incoming_.size() < kReadAhead) read();
      return;
    default:
      return;
  }
}

void Connection::read_head() {
  // Empty lines before a request are passed over (RFC 9112, 2.2).
  while (incoming_.starts_with("\r\n")) incoming_.erase(0, 2);
  if (incoming_.empty()) return read();
  std::size_t used = 0;
  switch (parser_->read_head(incoming_, used, request_)) {
    case MessageParser::State::more:
      return read();
    case MessageParser::State::head_too_large:
      return refuse(Refusal::head_too_large);
    case MessageParser::State::done:
      break;
    default:
      return refuse(Refusal::broken_request);
  }
  incoming_.erase(0, used);
  request_.remote = peer_.address;
  request_.loopback = peer_.loopback;
  request_.tls = peer_.tls;
  request_.client = std::make_shared<ClientLink>();
  admission_ = server_.handlers().admit(request_);
  begin_body();
}

void Connection::begin_body() {
  unread_body_ = parser_->has_body();
  if (admission_.refusal) {
    return answer_now(std::move(*admission_.refusal), parser_->keep_alive() && !unread_body_);
  }
  if (parser_->content_length().value_or(0) > admission_.body_limit) {
    return refuse(Refusal::body_too_large);
  }
  if (!unread_body_) return dispatch();
  enter(State::body, kBody);
  if (parser_->wants_continue() && incoming_.empty()) {
    outgoing_ = "HTTP/1.1 100 Continue\r\n\r\n";
    writing_ = true;
    stream_->write(outgoing_.data(), outgoing_.size(),
                   [self = shared_from_this()](const auto& error, std::size_t) {
                     self->writing_ = false;
                     if (error) return self->close();
                     self->advance();
                   });
    return;
  }
  read_body();
}

void Connection::read_body() {
  std::size_t used = 0;
  MessageParser::State state = MessageParser::State::broken;
  try {
    state = parser_->read_body(incoming_, used, admission_.body_limit, request_.body);
  } catch (const std::exception&) {
    return refuse(Refusal::overloaded);  // the disk is full
  }
  incoming_.erase(0, used);
  switch (state) {
    case MessageParser::State::more:
      return read();
    case MessageParser::State::done:
      unread_body_ = false;
      return dispatch();
    case MessageParser::State::body_too_large:
      return refuse(Refusal::body_too_large);
    default:
      return refuse(Refusal::broken_request);
  }
}

void Connection::make_exchange(bool keep_alive) {
  broken_off_ = false;
  const std::weak_ptr<Connection> self = weak_from_this();
  exchange_ = std::make_shared<Exchange>(
      std::move(request_), server_.handlers(),
      Exchange::Asks{[&server = server_, self] { server.post_to(self, &Connection::send_more); },
                     [&server = server_](std::function<void()> job) {
                       return server.workers(Lane::slow).take(std::move(job));
                     }},
      keep_alive);
  request_ = {};
  enter(State::answering, kForEver);
}

void Connection::dispatch() {
  const Lane lane = admission_.lane;
  make_exchange(parser_->keep_alive() && !draining_);
  if (!server_.workers(lane).take([exchange = exchange_] { exchange->run(); })) {
    exchange_->answer_at_once(server_.handlers().refuse(exchange_->request(), Refusal::overloaded));
  }
  advance();
}

void Connection::refuse(Refusal why) {
  unread_body_ = true;
  answer_now(server_.handlers().refuse(request_, why), false);
}

void Connection::answer_now(Response response, bool keep_alive) {
  make_exchange(keep_alive && !draining_);
  exchange_->answer_at_once(std::move(response));
  send_more();
}

void Connection::send_more() {
  if (state_ != State::answering || writing_ || !exchange_) return;
  outgoing_ = exchange_->out().take();
  if (outgoing_.empty()) {
    if (exchange_->out().ended()) end_answer();
    return;
  }
  writing_ = true;
  deadline_ = Clock::now() + kWrite;
  stream_->write(
      outgoing_.data(), outgoing_.size(),
      [self = shared_from_this()](const auto& error, std::size_t) { self->on_written(error); });
}

void Connection::on_written(const boost::system::error_code& error) {
  writing_ = false;
  if (state_ == State::closed) return;
  if (error) return close();
  deadline_ = Clock::now() + kForEver;
  send_more();
}

void Connection::end_answer() {
  const std::shared_ptr<Exchange> exchange = std::move(exchange_);
  exchange_ = nullptr;
  const bool whole = !exchange->out().broken();
  exchange->finish(whole);
  // Half an answer must not look whole: no last chunk, and the connection is gone.
  if (!whole) return close();
  if (!exchange->keep_alive() || draining_ || unread_body_) return linger();
  parser_ = std::make_unique<MessageParser>();
  enter(State::head, incoming_.empty() ? kIdle : kHead);
  // The next request may be here already; not from within this one's callback.
  server_.post_to(weak_from_this(), &Connection::advance);
}

// What the client still sends is taken for a while, or it would never see the answer.
void Connection::linger() {
  enter(State::lingering, seconds{2});
  stream_->end_writing();
  incoming_.clear();
  read();
}

}  // namespace gdo::api
