#include "store/gcs/credentials.h"

#include <fmt/format.h>
#include <openssl/bio.h>
#include <openssl/evp.h>
#include <openssl/pem.h>

#include <cerrno>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <vector>

#include "base/encodings.h"
#include "base/error.h"
#include "base/translation.h"
#include "store/gcs/address.h"
#include "store/local/posix_file.h"

namespace gdo::store {
namespace {

using nlohmann::json;

[[noreturn]] void bad_file(const std::string& file, std::string_view why) {
  throw Error(ErrorKind::config, fmt::format("GOOGLE_APPLICATION_CREDENTIALS={}: {}", file, why));
}

json read_json(const std::string& file) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) bad_file(file, "the file cannot be read: " + error_text(errno));
  const std::string text{std::istreambuf_iterator<char>(stream), {}};
  json document = json::parse(text, nullptr, false);
  if (!document.is_object()) bad_file(file, "the file holds no JSON object");
  return document;
}

std::string required(const json& document, const char* member, const std::string& file) {
  const auto found = document.find(member);
  if (found == document.end() || !found->is_string() ||
      found->get_ref<const std::string&>().empty())
    bad_file(file, trf("\"{}\" is missing or no text; download the key again", member));
  return found->get<std::string>();
}

std::string optional(const json& document, const char* member, std::string otherwise) {
  const auto found = document.find(member);
  return found != document.end() && found->is_string() ? found->get<std::string>() : otherwise;
}

EVP_PKEY* parse_key(const std::string& pem) {
  BIO* const bio = BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size()));
  // An encrypted key must not ask for its password on the terminal.
  char no_password[] = "";
  EVP_PKEY* const key = PEM_read_bio_PrivateKey(bio, nullptr, nullptr, no_password);
  BIO_free(bio);
  return key;
}

GcsCredentials service_account(const json& document, const std::string& file) {
  GcsCredentials credentials;
  credentials.kind = GcsCredentials::Kind::service_account;
  credentials.account = required(document, "client_email", file);
  credentials.key_id = optional(document, "private_key_id", "");
  credentials.token_uri = optional(document, "token_uri", "https://oauth2.googleapis.com/token");
  credentials.key.reset(parse_key(required(document, "private_key", file)));
  if (!credentials.key || EVP_PKEY_get_base_id(credentials.key.get()) != EVP_PKEY_RSA)
    bad_file(file, "\"private_key\" is no RSA key in PEM form; download the key again");
  return credentials;
}

GcsCredentials authorized_user(const json& document, const std::string& file) {
  GcsCredentials credentials;
  credentials.kind = GcsCredentials::Kind::authorized_user;
  credentials.client_id = required(document, "client_id", file);
  credentials.client_secret = required(document, "client_secret", file);
  credentials.refresh_token = required(document, "refresh_token", file);
  credentials.quota_project = optional(document, "quota_project_id", "");
  credentials.token_uri = optional(document, "token_uri", "https://oauth2.googleapis.com/token");
  return credentials;
}

std::string signature(EVP_PKEY* key, std::string_view text) {
  const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                        &EVP_MD_CTX_free);
  std::vector<unsigned char> bytes(static_cast<std::size_t>(EVP_PKEY_get_size(key)));
  std::size_t size = bytes.size();
  const auto* input = reinterpret_cast<const unsigned char*>(text.data());
  if (EVP_DigestSignInit(context.get(), nullptr, EVP_sha256(), nullptr, key) != 1 ||
      EVP_DigestSign(context.get(), bytes.data(), &size, input, text.size()) != 1)
    throw Error(ErrorKind::config, tr("the service account's private key cannot sign"));
  return base64url({reinterpret_cast<const char*>(bytes.data()), size});
}

std::string assertion(const GcsCredentials& credentials, std::int64_t now) {
  json head = {{"alg", "RS256"}, {"typ", "JWT"}};
  if (!credentials.key_id.empty()) head["kid"] = credentials.key_id;
  const json claims = {{"iss", credentials.account},
                       {"scope", credentials.scope},
                       {"aud", credentials.token_uri},
                       {"iat", now},
                       {"exp", now + 3600}};
  const std::string text = base64url(head.dump()) + "." + base64url(claims.dump());
  return text + "." + signature(credentials.key.get(), text);
}

}  // namespace

void GcsCredentials::FreeKey::operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }

GcsCredentials load_gcs_credentials(const std::string& file) {
  const json document = read_json(file);
  const std::string type = optional(document, "type", "");
  GcsCredentials credentials;
  if (type == "service_account") {
    credentials = service_account(document, file);
  } else if (type == "authorized_user") {
    credentials = authorized_user(document, file);
  } else {
    bad_file(file, trf("\"type\" is {:?}; gdo understands \"service_account\" and "
                       "\"authorized_user\"",
                       type));
  }
  const std::string& uri = credentials.token_uri;
  if (!uri.starts_with("https://") && !uri.starts_with("http://"))
    bad_file(file, "\"token_uri\" is not an address");
  credentials.origin = file;
  return credentials;
}

GcsCredentials metadata_credentials(std::string_view metadata_host) {
  GcsCredentials credentials;
  credentials.kind = GcsCredentials::Kind::metadata_server;
  credentials.origin = "the metadata server";
  credentials.token_uri =
      fmt::format("http://{}/computeMetadata/v1/instance/service-accounts/default/token",
                  metadata_host.empty() ? "metadata.google.internal" : metadata_host);
  return credentials;
}

std::string token_request_form(const GcsCredentials& credentials, std::int64_t now) {
  switch (credentials.kind) {
    case GcsCredentials::Kind::service_account:
      return "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" +
             assertion(credentials, now);
    case GcsCredentials::Kind::authorized_user:
      return "grant_type=refresh_token&client_id=" + percent_encoded(credentials.client_id) +
             "&client_secret=" + percent_encoded(credentials.client_secret) +
             "&refresh_token=" + percent_encoded(credentials.refresh_token);
    case GcsCredentials::Kind::metadata_server:
    case GcsCredentials::Kind::none:
      break;
  }
  return {};
}

}  // namespace gdo::store
