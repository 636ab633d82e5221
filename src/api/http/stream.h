#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cstddef>
#include <functional>
#include <memory>

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

}  // namespace gdo::api
