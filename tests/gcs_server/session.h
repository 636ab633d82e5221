#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>

#include "gcs_server/api.h"

namespace gdo::gcs_server {

// What sessions share with their server.
struct Service {
  const ServerOptions& options;
  Api& api;
  std::function<Fault(const Request&)> choose_fault;
};

// One connection: reads a request, waits, answers, reads the next.
class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(boost::asio::ip::tcp::socket socket, Service& service);
  void read();

 private:
  void answer();
  void perform();
  void write();
  void write_next_piece();
  void finished();
  void reset();

  boost::asio::ip::tcp::socket socket_;
  boost::asio::steady_timer timer_;
  Service& service_;
  boost::beast::flat_buffer buffer_;
  std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
  Request request_;
  Reply reply_;
  Fault fault_ = Fault::none;
  std::string head_;
  std::string wrong_byte_;
  std::string chunk_head_;
  std::string_view left_;  // of a dripping answer
  bool close_ = false;
  std::chrono::steady_clock::time_point waits_until_;  // of an answer that waits for a message
};

}  // namespace gdo::gcs_server
