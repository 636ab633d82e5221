#include <gmock/gmock.h>

#include <set>

#include "api/bi_login.h"
#include "api/keys.h"

namespace gdo::api {
namespace {

using testing::MatchesRegex;

TEST(KeyText, AKeyIsItsIdItsSecretAndAChecksum) {
  const KeyText key = make_key_text();
  EXPECT_THAT(key.text, MatchesRegex("gdo_[0-9A-Za-z]{12}_[0-9A-Za-z]{49}"));
  EXPECT_EQ(id_of_key(key.text), key.id);
}

TEST(KeyText, NoTwoKeysAreAlike) {
  std::set<std::string> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(make_key_text().text.substr(17));
  EXPECT_EQ(seen.size(), 1000U);
}

TEST(KeyText, EveryMistypedCharacterIsNoticed) {
  const std::string good = make_key_text().text;
  for (std::size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = bad[i] == 'x' ? 'y' : 'x';
    EXPECT_FALSE(id_of_key(bad)) << bad;
  }
}

TEST(KeyText, WhatIsNoKeyHasNoId) {
  const std::string good = make_key_text().text;
  for (const std::string& bad :
       {std::string(), std::string("gdo_"), good + "a", good.substr(0, good.size() - 1),
        std::string(66, '\0'), " " + good}) {
    EXPECT_FALSE(id_of_key(bad));
  }
}

TEST(Scram, TheVerifierIsWhatPostgresStores) {
  const std::string salt("0123456789abcdef");
  const std::string verifier = scram_verifier("segredo", salt);
  EXPECT_THAT(verifier, MatchesRegex("SCRAM-SHA-256\\$4096:MDEyMzQ1Njc4OWFiY2RlZg==\\$"
                                     "[0-9A-Za-z+/]{43}=:[0-9A-Za-z+/]{43}="));
  EXPECT_EQ(verifier, scram_verifier("segredo", salt));
  EXPECT_NE(verifier, scram_verifier("segredO", salt));
}

}  // namespace
}  // namespace gdo::api
