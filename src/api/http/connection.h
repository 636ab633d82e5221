#pragma once

#include <array>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <chrono>
#include <cstddef>
#include <functional>
#include <memory>
#include <string>

#include "api/http/exchange.h"
#include "api/http/request.h"

namespace gdo::api {

// The bytes of a connection, in clear or through TLS. One read and one write at a time; callbacks
// come on the server's thread. What is written must live until its callback.
class Stream {
 public:
  using Opened = std::function<void(const boost::system::error_code&)>;
  using Moved = std::function<void(const boost::system::error_code&, std::size_t)>;

  virtual ~Stream() = default;
  virtual void open(Opened opened) = 0;
  virtual void read_some(char* into, std::size_t room, Moved moved) = 0;
  virtual void write(const char* bytes, std::size_t size, Moved moved) = 0;
  // Says that nothing more comes; the peer may still send.
  virtual void end_writing() = 0;
  virtual void close() = 0;
};

std::unique_ptr<Stream> plain_stream(boost::asio::ip::tcp::socket socket);
// The context must stay as long as the stream.
std::unique_ptr<Stream> tls_stream(boost::asio::ip::tcp::socket socket,
                                   std::shared_ptr<boost::asio::ssl::context> context);

class Server;

// Where the peer is.
struct Peer {
  std::string address;
  bool loopback = false;
  bool tls = false;
};

// One client: reads a request, has it answered, sends the answer, and so on. Everything happens on
// the server's thread, but for what the exchange's worker does.
class Connection : public std::enable_shared_from_this<Connection> {
 public:
  using Clock = std::chrono::steady_clock;

  Connection(Server& server, std::unique_ptr<Stream> stream, Peer peer);

  void start();
  // Cuts off whoever is too slow; called every now and then.
  void tick(Clock::time_point now);
  // No further request; ends now when none is under way.
  void drain();
  void close();
  // The exchange has something to send, or has ended.
  void send_more();
  bool idle() const { return state_ == State::head && incoming_.empty(); }

 private:
  enum class State { opening, head, body, answering, lingering, closed };

  void enter(State state, std::chrono::seconds patience);
  void read();
  void on_read(const boost::system::error_code& error, std::size_t size);
  void advance();
  void read_head();
  void begin_body();
  void read_body();
  void dispatch();
  void refuse(Refusal why);
  void answer_now(Response response, bool keep_alive);
  void make_exchange(bool keep_alive);
  void on_written(const boost::system::error_code& error);
  void end_answer();
  void linger();
  void leave();

  Server& server_;
  std::unique_ptr<Stream> stream_;
  Peer peer_;
  State state_ = State::opening;
  Clock::time_point deadline_{};
  std::string incoming_;
  std::array<char, 16U << 10U> piece_{};
  bool reading_ = false;
  bool writing_ = false;
  bool draining_ = false;
  bool unread_body_ = false;  // the answer comes before the body was read
  bool broken_off_ = false;
  std::uint64_t lingered_ = 0;
  std::string outgoing_;
  Request request_;
  Admission admission_;
  std::unique_ptr<MessageParser> parser_;
  std::shared_ptr<Exchange> exchange_;
};

}  // namespace gdo::api
