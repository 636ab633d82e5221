#include "api/http/stream.h"

#include <boost/asio/post.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>

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

}  // namespace gdo::api
