#include <gtest/gtest.h>

#include "config/connection_string.h"

namespace gdo::config {
namespace {

TEST(Redact, NoPasswordSurvives) {
  const char* const texts[] = {
      "postgresql://ana:hunter2@db:5432/gdo",
      "postgresql://ana:hunter2@part@db/gdo",
      "postgresql://ana:hunter2/slash@db/gdo",
      "postgresql://db/gdo?user=ana&password=hunter2&sslmode=require",
      "host=db password=hunter2 user=ana",
      "host=db password='hunter2 hunter2' user=ana",
      "host=db password='it\\'s hunter2' user=ana",
      "host=db sslpassword=hunter2",
      "password=hunter2",
  };
  for (const char* const text : texts) {
    EXPECT_EQ(redact_uri(text).find("hunter2"), std::string::npos) << text;
  }
}

TEST(Redact, TheRestOfTheTextStays) {
  EXPECT_EQ(redact_uri("postgresql://ana:x@db:5432/gdo"), "postgresql://ana:********@db:5432/gdo");
  EXPECT_EQ(redact_uri("host=db password=x user=ana"), "host=db password=******** user=ana");
}

TEST(Redact, TextWithoutPasswordStaysAsItIs) {
  for (const char* const text :
       {"", "gs://bucket/prefix", "http://localhost:4443", "postgresql://ana@db/gdo",
        "nopassword=x", "file:///data/a:b@c", "gs://bucket: refused, ask ana@example.com"}) {
    EXPECT_EQ(redact_uri(text), text);
  }
}

TEST(Redact, EveryUriOfAMessageIsLookedAt) {
  EXPECT_EQ(redact_uri("http://a:x@h and (http://b:y@h) and \"http://c:z@h\""),
            "http://a:********@h and (http://b:********@h) and \"http://c:********@h\"");
}

}  // namespace
}  // namespace gdo::config
