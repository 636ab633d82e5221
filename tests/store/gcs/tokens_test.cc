// Credentials of the three kinds against the test server's token endpoints.

#include <gtest/gtest.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/rsa.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>
#include <thread>

#include "base/error.h"
#include "store/gcs/store.h"
#include "store/test_lakes.h"

namespace gdo::store {
namespace {

using gcs_server::Fault;
using gcs_server::SeenRequest;
using gcs_server::ServerOptions;

class GcsTokens : public testing::Test {
 protected:
  GcsTokens() {
    server_.add_bucket("bucket");
    server_.put("bucket", "lake/x", "bytes");
  }

  static ServerOptions guarded() {
    ServerOptions options;
    options.require_token = true;
    return options;
  }

  std::string url(const std::string& path) const { return "http://" + server_.host() + path; }

  std::unique_ptr<ObjectStore> store(GcsCredentials credentials) const {
    StoreOptions options = test::BucketLake::quick();
    return std::make_unique<GcsStore>(GcsAddress(url(""), "bucket", "lake"), std::move(credentials),
                                      options);
  }

  GcsCredentials from_file(const nlohmann::json& document) const {
    const std::string name = (folder_.path() / "key.json").string();
    std::ofstream(name) << document.dump();
    return load_gcs_credentials(name);
  }

  GcsCredentials user(const std::string& refresh_token) const {
    return from_file({{"type", "authorized_user"},
                      {"client_id", "id"},
                      {"client_secret", "hush-hush"},
                      {"refresh_token", refresh_token},
                      {"quota_project_id", "project"},
                      {"token_uri", url("/token")}});
  }

  gcs_server::Server server_{guarded()};
  const test::TemporaryFolder folder_;
};

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;

std::string private_pem(EVP_PKEY* key) {
  BIO* const bio = BIO_new(BIO_s_mem());
  PEM_write_bio_PrivateKey(bio, key, nullptr, nullptr, 0, nullptr, nullptr);
  char* text = nullptr;
  const long size = BIO_get_mem_data(bio, &text);
  std::string pem(text, static_cast<std::size_t>(size));
  BIO_free(bio);
  return pem;
}

std::string base64url_decoded(std::string text) {
  for (char& c : text) c = c == '-' ? '+' : c == '_' ? '/' : c;
  std::size_t padding = 0;
  for (; text.size() % 4 != 0; ++padding) text += '=';
  std::string plain(text.size(), '\0');
  const int size = EVP_DecodeBlock(reinterpret_cast<unsigned char*>(plain.data()),
                                   reinterpret_cast<const unsigned char*>(text.data()),
                                   static_cast<int>(text.size()));
  plain.resize(static_cast<std::size_t>(size) - padding);
  return plain;
}

bool signed_by(EVP_PKEY* key, const std::string& text, const std::string& signature) {
  EVP_MD_CTX* const context = EVP_MD_CTX_new();
  EVP_DigestVerifyInit(context, nullptr, EVP_sha256(), nullptr, key);
  const int good = EVP_DigestVerify(
      context, reinterpret_cast<const unsigned char*>(signature.data()), signature.size(),
      reinterpret_cast<const unsigned char*>(text.data()), text.size());
  EVP_MD_CTX_free(context);
  return good == 1;
}

TEST_F(GcsTokens, AServiceAccountSignsWhatItAsksFor) {
  const Key key(EVP_RSA_gen(2048), &EVP_PKEY_free);
  const auto lake = store(from_file({{"type", "service_account"},
                                     {"client_email", "gdo@test.example"},
                                     {"private_key_id", "key-1"},
                                     {"private_key", private_pem(key.get())},
                                     {"token_uri", url("/token")}}));
  EXPECT_EQ(lake->list("").objects.size(), 1U);
  ASSERT_EQ(server_.token_requests().size(), 1U);
  const std::string form = server_.token_requests().front();
  const std::string jwt = form.substr(form.find("assertion=") + 10);
  const std::size_t dot = jwt.find('.');
  const std::size_t last = jwt.rfind('.');
  const auto head = nlohmann::json::parse(base64url_decoded(jwt.substr(0, dot)));
  const auto claims = nlohmann::json::parse(base64url_decoded(jwt.substr(dot + 1, last - dot - 1)));
  EXPECT_EQ(head["alg"], "RS256");
  EXPECT_EQ(head["kid"], "key-1");
  EXPECT_EQ(claims["iss"], "gdo@test.example");
  EXPECT_EQ(claims["aud"], url("/token"));
  EXPECT_EQ(claims["exp"].get<std::int64_t>() - claims["iat"].get<std::int64_t>(), 3600);
  EXPECT_NE(claims["scope"].get<std::string>().find("devstorage.read_write"), std::string::npos);
  EXPECT_TRUE(signed_by(key.get(), jwt.substr(0, last), base64url_decoded(jwt.substr(last + 1))));
}

TEST_F(GcsTokens, AnAuthorizedUserAndTheMetadataServerGiveTokens) {
  EXPECT_EQ(store(user("refresh"))->list("").objects.size(), 1U);
  EXPECT_NE(server_.token_requests().back().find("refresh_token=refresh"), std::string::npos);
  EXPECT_EQ(store(metadata_credentials(server_.host()))->list("").objects.size(), 1U);
  EXPECT_EQ(server_.token_requests().back(), "metadata");
}

TEST_F(GcsTokens, OneTokenServesManyRequestsAndAnExpiredOneIsReplacedOnce) {
  const auto lake = store(user("refresh"));
  std::vector<ReadRequest> reads(200, {"x", server_.generation("bucket", "lake/x")});
  const auto read_all = [&] {
    lake->read_all(reads, [](std::size_t, ReadResult result) { EXPECT_EQ(result.bytes, "bytes"); });
  };
  read_all();
  EXPECT_EQ(server_.token_requests().size(), 1U);
  server_.expire_tokens();
  read_all();
  EXPECT_EQ(server_.token_requests().size(), 2U);
}

TEST_F(GcsTokens, ATokenEndpointMayFailForAWhile) {
  int requests = 0;
  server_.on_request([&](const SeenRequest& request) {
    return request.target == "/token" && requests++ < 3 ? Fault::unavailable : Fault::none;
  });
  EXPECT_EQ(store(user("refresh"))->list("").objects.size(), 1U);
}

TEST_F(GcsTokens, ARevokedTokenIsToldWithoutTheSecret) {
  try {
    (void)store(user("revoked"))->list("");
    ADD_FAILURE();
  } catch (const Error& error) {
    const std::string message = error.what();
    EXPECT_EQ(error.kind(), ErrorKind::lake_unreachable);
    EXPECT_NE(message.find("invalid_grant"), std::string::npos) << message;
    EXPECT_NE(message.find("key.json"), std::string::npos) << message;
    EXPECT_EQ(message.find("revoked\""), std::string::npos) << message;
    EXPECT_EQ(message.find("hush-hush"), std::string::npos) << message;
  }
}

TEST_F(GcsTokens, WithoutCredentialsTheLakeIsRefused) {
  try {
    (void)store({})->list("");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::lake_unreachable);
  }
}

TEST_F(GcsTokens, AnEmulatorIsSentNoCredentials) {
  std::string seen = "none yet";
  server_.on_request([&](const SeenRequest& request) {
    seen = request.authorization;
    return Fault::none;
  });
  StoreOptions options = test::BucketLake::quick();
  options.emulator_host = server_.host();
  options.credentials_file = "/nowhere/key.json";
  EXPECT_THROW((void)open_store("gs://bucket/lake", options)->list(""), Error);
  EXPECT_EQ(seen, "");
}

TEST_F(GcsTokens, AMetadataServerThatIsNotThereIsAMatterOfConfiguration) {
  try {
    (void)store(metadata_credentials("127.0.0.1:1"))->list("");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::config);
    EXPECT_NE(std::string(error.what()).find("GOOGLE_APPLICATION_CREDENTIALS"), std::string::npos);
  }
}

}  // namespace
}  // namespace gdo::store
