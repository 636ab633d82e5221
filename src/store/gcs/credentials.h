#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

typedef struct evp_pkey_st EVP_PKEY;  // NOLINT(modernize-use-using): OpenSSL's own declaration

namespace gdo::store {

// What a token is for.
inline constexpr std::string_view kStorageScope =
    "https://www.googleapis.com/auth/devstorage.read_write";
inline constexpr std::string_view kPubsubScope = "https://www.googleapis.com/auth/pubsub";

// Who gdo is to Google Cloud Storage, and how to ask for an access token.
struct GcsCredentials {
  enum class Kind {
    none,             // an emulator: no token
    service_account,  // a signed assertion (RFC 7523)
    authorized_user,  // a refresh token
    metadata_server,  // of the machine gdo runs on
  };
  struct FreeKey {
    void operator()(EVP_PKEY* key) const;
  };

  Kind kind = Kind::none;
  std::string origin;   // for messages: the file, or "the metadata server"
  std::string account;  // service_account: its e-mail address
  std::string key_id;   // service_account: of the key; may be empty
  std::unique_ptr<EVP_PKEY, FreeKey> key;
  std::string client_id;                   // authorized_user
  std::string client_secret;               // authorized_user
  std::string refresh_token;               // authorized_user
  std::string quota_project;               // authorized_user: may be empty
  std::string token_uri;                   // where to ask
  std::string_view scope = kStorageScope;  // service_account: what it asks for
};

// Reads the file GOOGLE_APPLICATION_CREDENTIALS names: a service account's key, or what
// `gcloud auth application-default login` writes. Throws Error(config) naming file and reason,
// never a secret.
GcsCredentials load_gcs_credentials(const std::string& file);

// metadata_host: host or host:port, as GCE_METADATA_HOST has it; empty = Google's.
GcsCredentials metadata_credentials(std::string_view metadata_host);

// The form to POST to token_uri, at `now` (seconds since 1970); empty for the metadata server,
// where token_uri is read by GET. Throws Error(config) when the key cannot sign.
std::string token_request_form(const GcsCredentials& credentials, std::int64_t now);

}  // namespace gdo::store
