#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>

#include "api/http/stream.h"

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

}  // namespace gdo::api
