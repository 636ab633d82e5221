#include "store/gcs/credentials.h"

#include <gtest/gtest.h>

#include <fstream>
#include <string>

#include "base/error.h"
#include "support/temporary_folder.h"

namespace gdo::store {
namespace {

class GcsCredentialsFile : public testing::Test {
 protected:
  std::string file(const std::string& text) const {
    const std::string name = (folder_.path() / "key.json").string();
    std::ofstream(name) << text;
    return name;
  }

  std::string refusal(const std::string& name) const {
    try {
      (void)load_gcs_credentials(name);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::config);
      return error.what();
    }
    return {};
  }

  const test::TemporaryFolder folder_;
};

TEST_F(GcsCredentialsFile, AMissingFileIsNamed) {
  const std::string message = refusal("/nowhere/key.json");
  EXPECT_NE(message.find("/nowhere/key.json"), std::string::npos);
  EXPECT_NE(message.find("No such file"), std::string::npos);
}

TEST_F(GcsCredentialsFile, WhatIsWrongIsToldWithoutTheSecret) {
  const struct {
    const char* text;
    const char* why;
  } kCases[] = {
      {"hush-hush", "no JSON object"},
      {"[\"hush-hush\"]", "no JSON object"},
      {R"({"type":"external_account"})", "external_account"},
      {R"({"private_key":"hush-hush"})", "\"type\""},
      {R"({"type":"service_account","private_key":"hush-hush"})", "client_email"},
      {R"({"type":"service_account","client_email":"a@b","private_key":"hush-hush"})",
       "private_key"},
      {R"({"type":"authorized_user","client_id":"x","client_secret":"hush-hush"})",
       "refresh_token"},
      {R"({"type":"authorized_user","client_id":"x","client_secret":"hush-hush",)"
       R"("refresh_token":"hush-hush","token_uri":"file:///etc/passwd"})",
       "token_uri"},
  };
  for (const auto& each : kCases) {
    const std::string message = refusal(file(each.text));
    EXPECT_NE(message.find(each.why), std::string::npos) << message;
    EXPECT_EQ(message.find("hush-hush"), std::string::npos) << message;
    EXPECT_NE(message.find("key.json"), std::string::npos) << message;
  }
}

TEST_F(GcsCredentialsFile, AnAuthorizedUsersFormIsEncoded) {
  const auto credentials = load_gcs_credentials(
      file(R"({"type":"authorized_user","client_id":"a b","client_secret":"c&d",)"
           R"("refresh_token":"1//e+f","quota_project_id":"q"})"));
  EXPECT_EQ(credentials.kind, GcsCredentials::Kind::authorized_user);
  EXPECT_EQ(credentials.quota_project, "q");
  EXPECT_EQ(credentials.token_uri, "https://oauth2.googleapis.com/token");
  EXPECT_EQ(
      token_request_form(credentials, 0),
      "grant_type=refresh_token&client_id=a%20b&client_secret=c%26d&refresh_token=1%2F%2Fe%2Bf");
}

TEST(GcsCredentials, TheMetadataServersHostCanBeNamed) {
  EXPECT_EQ(metadata_credentials("h:1").token_uri,
            "http://h:1/computeMetadata/v1/instance/service-accounts/default/token");
  EXPECT_NE(metadata_credentials("").token_uri.find("metadata.google.internal"), std::string::npos);
}

}  // namespace
}  // namespace gdo::store
