#include "api/sessions.h"

#include <gtest/gtest.h>

namespace gdo::api {
namespace {

Request with_headers(Pairs headers) {
  Request request;
  request.headers = std::move(headers);
  return request;
}

TEST(SessionsTest, AnIdStandsForItsKeyUntilItEnds) {
  Sessions sessions;
  const std::string first = sessions.begin("gdo_a");
  const std::string second = sessions.begin("gdo_a");
  EXPECT_NE(first, second);
  EXPECT_EQ(sessions.key_of(first), "gdo_a");
  sessions.end(first);
  EXPECT_EQ(sessions.key_of(first), std::nullopt);
  EXPECT_EQ(sessions.key_of(second), "gdo_a");
  EXPECT_EQ(sessions.key_of(""), std::nullopt);
}

TEST(SessionsTest, TheCookieIsFoundAmongOthers) {
  EXPECT_EQ(session_cookie("a=1; __Host-gdo=abc; b=2"), "abc");
  EXPECT_EQ(session_cookie("__Host-gdo=abc"), "abc");
  EXPECT_EQ(session_cookie("x__Host-gdo=abc"), "");
  EXPECT_EQ(session_cookie("__Host-gdo2=abc"), "");
  EXPECT_EQ(session_cookie("; ;"), "");
  EXPECT_EQ(session_cookie(""), "");
}

TEST(SessionsTest, TheCookieIsOfThisHostAndOutOfReachOfScripts) {
  const std::string cookie = session_begins("abc");
  for (const char* attribute : {"Path=/", "Secure", "HttpOnly", "SameSite=Strict"}) {
    EXPECT_NE(cookie.find(attribute), std::string::npos) << attribute;
  }
  EXPECT_EQ(cookie.find("Domain"), std::string::npos);
  EXPECT_NE(session_ends().find("Max-Age=0"), std::string::npos);
}

TEST(SessionsTest, OnlyOurPagesMayChangeThings) {
  EXPECT_TRUE(is_from_our_page(with_headers({{"sec-fetch-site", "same-origin"}})));
  EXPECT_FALSE(is_from_our_page(with_headers({{"sec-fetch-site", "cross-site"}})));
  EXPECT_FALSE(is_from_our_page(with_headers({{"sec-fetch-site", "same-site"}})));
  EXPECT_TRUE(is_from_our_page(with_headers({{"origin", "https://a:1"}, {"host", "a:1"}})));
  EXPECT_FALSE(is_from_our_page(with_headers({{"origin", "https://b"}, {"host", "a:1"}})));
  EXPECT_FALSE(is_from_our_page(with_headers({{"origin", "null"}, {"host", "a:1"}})));
  EXPECT_TRUE(is_from_our_page(with_headers({{"host", "a:1"}})));
}

}  // namespace
}  // namespace gdo::api
