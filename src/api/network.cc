#include "api/network.h"

#include <arpa/inet.h>

#include <charconv>
#include <cstring>
#include <string>

namespace gdo::api {
namespace {

struct Address {
  std::array<unsigned char, 16> bytes{};
  bool v4 = false;
};

std::optional<Address> parse_address(std::string_view text) {
  const std::string word(text.substr(0, text.find('%')));
  Address address;
  std::array<unsigned char, 4> four{};
  if (inet_pton(AF_INET, word.c_str(), four.data()) == 1) {
    address.bytes[10] = address.bytes[11] = 0xFF;
    std::memcpy(&address.bytes[12], four.data(), four.size());
    address.v4 = true;
    return address;
  }
  if (inet_pton(AF_INET6, word.c_str(), address.bytes.data()) == 1) return address;
  return std::nullopt;
}

bool bit(const std::array<unsigned char, 16>& bytes, int place) {
  const auto index = static_cast<std::size_t>(place / 8);
  return ((bytes[index] >> (7 - place % 8)) & 1) != 0;
}

}  // namespace

std::optional<Network> Network::parse(std::string_view text) {
  const std::size_t slash = text.find('/');
  const auto address = parse_address(text.substr(0, slash));
  if (!address || text.find('%') != std::string_view::npos) return std::nullopt;
  Network network;
  network.bytes_ = address->bytes;
  if (slash == std::string_view::npos) return network;
  const std::string_view length = text.substr(slash + 1);
  int bits = -1;
  const auto [end, error] = std::from_chars(length.data(), length.data() + length.size(), bits);
  const int most = address->v4 ? 32 : 128;
  if (error != std::errc() || end != length.data() + length.size() || bits < 0 || bits > most) {
    return std::nullopt;
  }
  network.bits_ = address->v4 ? 96 + bits : bits;
  // Bits beyond the length that are set are a slip: 10.1.2.3/8 may have been meant to be one host.
  for (int place = network.bits_; place < 128; ++place) {
    if (bit(network.bytes_, place)) return std::nullopt;
  }
  return network;
}

bool Network::contains(std::string_view text) const {
  const auto address = parse_address(text);
  if (!address) return false;
  for (int place = 0; place < bits_; ++place) {
    if (bit(address->bytes, place) != bit(bytes_, place)) return false;
  }
  return true;
}

}  // namespace gdo::api
