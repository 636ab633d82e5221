#include <gtest/gtest.h>

#include "api/keys.h"

namespace gdo::api {
namespace {

struct Case {
  const char* network;
  const char* address;
  bool inside;
};

TEST(NetworkTest, AnAddressIsInsideOrNot) {
  for (const Case& c : {Case{"10.1.0.0/16", "10.1.255.3", true},
                        {"10.1.0.0/16", "10.2.0.1", false},
                        {"10.1.0.0/16", "::ffff:10.1.2.3", true},
                        {"192.168.7.9", "192.168.7.9", true},
                        {"192.168.7.9", "192.168.7.8", false},
                        {"0.0.0.0/0", "8.8.8.8", true},
                        {"0.0.0.0/0", "2001:db8::1", false},
                        {"::/0", "2001:db8::1", true},
                        {"2001:db8::/33", "2001:db8:7fff::1", true},
                        {"2001:db8::/33", "2001:db8:8000::1", false},
                        {"fe80::/10", "fe80::1%eth0", true},
                        {"10.0.0.0/8", "", false},
                        {"10.0.0.0/8", "10.0.0.1 ", false}}) {
    const auto network = Network::parse(c.network);
    ASSERT_TRUE(network) << c.network;
    EXPECT_EQ(network->contains(c.address), c.inside) << c.network << " " << c.address;
  }
}

TEST(NetworkTest, WhatIsNoNetworkIsRefused) {
  for (const char* text : {"", "10.1.0.0/33", "10.1.2.3/8", "10.1", "2001:db8::/129", "a/8",
                           "10.0.0.0/", "10.0.0.0/+8", "10.0.0.0/8 ", "fe80::1%eth0/64"}) {
    EXPECT_FALSE(Network::parse(text)) << text;
  }
}

}  // namespace
}  // namespace gdo::api
