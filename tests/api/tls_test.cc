// TLS, and a certificate that is replaced while the server runs.

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <netinet/in.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "api/served_world.h"
#include "support/temporary_folder.h"

namespace gdo::api::test {
namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* object) const {
    Free(object);
  }
};
template <typename T, auto Free>
using Owned = std::unique_ptr<T, Freed<Free>>;

void write_file(const std::filesystem::path& file, const std::function<void(BIO*)>& write) {
  const Owned<BIO, BIO_free_all> out(BIO_new_file(file.c_str(), "w"));
  write(out.get());
}

// A certificate that nobody vouches for, with that serial number, and its key.
void make_certificate(const std::filesystem::path& folder, long serial) {
  const Owned<EVP_PKEY, EVP_PKEY_free> key(EVP_PKEY_Q_keygen(nullptr, nullptr, "EC", "P-256"));
  const Owned<X509, X509_free> certificate(X509_new());
  ASN1_INTEGER_set(X509_get_serialNumber(certificate.get()), serial);
  X509_gmtime_adj(X509_getm_notBefore(certificate.get()), 0);
  X509_gmtime_adj(X509_getm_notAfter(certificate.get()), 3600);
  X509_set_pubkey(certificate.get(), key.get());
  X509_sign(certificate.get(), key.get(), EVP_sha256());
  write_file(folder / "key.pem", [&](BIO* out) {
    PEM_write_bio_PrivateKey(out, key.get(), nullptr, nullptr, 0, nullptr, nullptr);
  });
  write_file(folder / "cert.pem", [&](BIO* out) { PEM_write_bio_X509(out, certificate.get()); });
}

class TlsClient {
 public:
  explicit TlsClient(const std::string& address) : context_(SSL_CTX_new(TLS_client_method())) {
    socket_ = socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in peer{};
    peer.sin_family = AF_INET;
    peer.sin_port =
        htons(static_cast<std::uint16_t>(std::stoi(address.substr(address.rfind(':') + 1))));
    peer.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(connect(socket_, reinterpret_cast<const sockaddr*>(&peer), sizeof peer), 0);
    ssl_.reset(SSL_new(context_.get()));
    SSL_set_fd(ssl_.get(), socket_);
    EXPECT_EQ(SSL_connect(ssl_.get()), 1);
  }
  ~TlsClient() { close(socket_); }
  TlsClient(const TlsClient&) = delete;
  TlsClient& operator=(const TlsClient&) = delete;

  long serial() const {
    const Owned<X509, X509_free> certificate(SSL_get1_peer_certificate(ssl_.get()));
    return certificate ? ASN1_INTEGER_get(X509_get0_serialNumber(certificate.get())) : 0;
  }
  std::string answer_to(const std::string& request) {
    SSL_write(ssl_.get(), request.data(), static_cast<int>(request.size()));
    char piece[4096];
    const int got = SSL_read(ssl_.get(), piece, sizeof piece);
    return {piece, static_cast<std::size_t>(std::max(got, 0))};
  }

 private:
  Owned<SSL_CTX, SSL_CTX_free> context_;
  Owned<SSL, SSL_free> ssl_;
  int socket_ = -1;
};

long serial_within(const std::string& address, long wanted, std::chrono::seconds patience) {
  const auto until = std::chrono::steady_clock::now() + patience;
  for (;;) {
    const long serial = TlsClient(address).serial();
    if (serial == wanted || std::chrono::steady_clock::now() > until) return serial;
    std::this_thread::sleep_for(std::chrono::milliseconds(100));
  }
}

TEST(TlsTest, ANewCertificateIsTakenWithoutARestartAndABrokenOneIsNot) {
  ServedWorld& world = ServedWorld::shared();
  const gdo::test::TemporaryFolder folder;
  make_certificate(folder.path(), 1);
  ServingOptions options = world.options();
  options.server.tls_cert = folder.path() / "cert.pem";
  options.server.tls_key = folder.path() / "key.pem";
  const Serving serving(world.catalog(), options);
  TlsClient first(serving.address());
  EXPECT_EQ(first.serial(), 1);
  std::ofstream(options.server.tls_cert) << "no certificate";
  std::this_thread::sleep_for(std::chrono::milliseconds(1600));
  EXPECT_EQ(TlsClient(serving.address()).serial(), 1) << "the old one goes on";
  make_certificate(folder.path(), 2);
  EXPECT_EQ(serial_within(serving.address(), 2, std::chrono::seconds(5)), 2);
  const std::string answer = first.answer_to("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(answer, testing::HasSubstr("200 OK")) << "who was connected stays";
  EXPECT_THAT(answer, testing::HasSubstr("Strict-Transport-Security"));
}

TEST(TlsTest, WhoSpeaksInClearIsLetGo) {
  ServedWorld& world = ServedWorld::shared();
  const gdo::test::TemporaryFolder folder;
  make_certificate(folder.path(), 1);
  ServingOptions options = world.options();
  options.server.tls_cert = folder.path() / "cert.pem";
  options.server.tls_key = folder.path() / "key.pem";
  const Serving serving(world.catalog(), options);
  Socket socket(serving.address());
  socket.send("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
  EXPECT_THAT(socket.receive(), testing::Not(testing::HasSubstr("200")));
}

}  // namespace
}  // namespace gdo::api::test
