#include <gtest/gtest.h>

#include <random>
#include <string>

#include "store/content_hasher.h"

namespace gdo::store {
namespace {

struct Known {
  std::string bytes;
  std::uint32_t crc;
};

// RFC 3720 B.4, and the usual check value.
const Known kKnown[] = {
    {"", 0x00000000},
    {"123456789", 0xE3069283},
    {std::string(32, '\0'), 0x8A9136AA},
    {std::string(32, '\xff'), 0x62A8AB43},
};

TEST(Crc32c, AgreesWithPublishedValues) {
  for (const Known& known : kKnown) {
    EXPECT_EQ(crc32c(known.bytes), known.crc);
    EXPECT_EQ(crc32c_portable(known.bytes), known.crc);
  }
}

TEST(Crc32c, IsTheSameInPiecesAndWithoutTheInstruction) {
  std::mt19937 random(7);
  std::string bytes(10'000, '\0');
  for (char& byte : bytes) byte = static_cast<char>(random());
  for (std::size_t size :
       {std::size_t{1}, std::size_t{7}, std::size_t{8}, std::size_t{4099}, bytes.size()}) {
    const std::string_view part(bytes.data(), size);
    const std::uint32_t whole = crc32c(part);
    EXPECT_EQ(crc32c_portable(part), whole) << size;
    EXPECT_EQ(crc32c(part.substr(size / 3), crc32c(part.substr(0, size / 3))), whole) << size;
  }
}

TEST(Crc32c, IsWrittenAsGoogleWritesIt) {
  EXPECT_EQ(crc32c_to_base64(0xE3069283), "4waSgw==");
  EXPECT_EQ(crc32c_from_base64("4waSgw=="), 0xE3069283);
  EXPECT_EQ(crc32c_from_base64("AAAAAA=="), 0U);
  for (const char* wrong : {"", "4waSgw=", "4waSgw===", "4wa!gw==", "4waSgwAA"})
    EXPECT_FALSE(crc32c_from_base64(wrong)) << wrong;
}

}  // namespace
}  // namespace gdo::store
