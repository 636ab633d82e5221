#pragma once

#include <array>
#include <optional>
#include <string_view>

namespace gdo::api {

// A range of addresses: "10.1.0.0/16", "2001:db8::/32", or a single address.
class Network {
 public:
  // Empty when the text is not that.
  static std::optional<Network> parse(std::string_view text);

  // address: as a socket names its peer, with or without an IPv6 zone. An IPv4 address that came
  // through an IPv6 socket (::ffff:10.1.2.3) is the IPv4 address.
  bool contains(std::string_view address) const;

 private:
  std::array<unsigned char, 16> bytes_{};  // IPv4 in its IPv6 form
  int bits_ = 128;
};

}  // namespace gdo::api
