#include "pg/numeric_encoding.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <random>

#include "pg/connection.h"
#include "support/test_database.h"

namespace gdo::pg {
namespace {

std::vector<std::string> decimals() {
  std::vector<std::string> all{"0",
                               "-0",
                               "0.0",
                               "-0.000",
                               "1",
                               "-1",
                               "9",
                               "10",
                               "9999",
                               "10000",
                               "10001",
                               "99999999",
                               "100000000",
                               "0.1",
                               "0.0001",
                               "0.00001",
                               "0.00010000",
                               "-0.00000000000001",
                               "1.0",
                               "1.10",
                               "12345.6789",
                               "12345.67890",
                               "123456.7",
                               "1234567.89012345",
                               "007",
                               "000.500",
                               "-00012.30",
                               "9223372036854775808",
                               "79228162514264337593543950335.12345678901234567890",
                               "1" + std::string(131071, '0'),
                               std::string(131072, '9'),
                               std::string(200000, '0') + "7",
                               "0." + std::string(16382, '0') + "1",
                               std::string(131072, '8') + "." + std::string(16383, '3')};
  std::mt19937 random(11);
  const auto digits = [&](std::size_t count) {
    std::string text;
    // Mostly zeros, so that whole groups of four are zero at either end.
    while (text.size() < count)
      text += random() % 3 == 0 ? static_cast<char>('0' + random() % 10) : '0';
    return text;
  };
  for (int i = 0; i < 2000; ++i) {
    std::string text = random() % 2 == 0 ? "-" : "";
    text += digits(1 + random() % 14);
    if (random() % 4 != 0) text += '.' + digits(1 + random() % 14);
    all.push_back(text);
  }
  return all;
}

TEST(NumericEncoding, IsByteForByteWhatTheServerMakesOfTheText) {
  const test::TestDatabase database;
  Connection connection = database.connect();
  for (const auto& decimal : decimals()) {
    ByteBuffer buffer;
    append_numeric(buffer, decimal);
    const Result result = connection.query(
        "SELECT numeric_send($1::text::numeric) = $2::bytea, $1::text::numeric::text",
        {decimal, Param::bytes(buffer.view().substr(4))});
    EXPECT_TRUE(result.boolean(0, 0)) << decimal.substr(0, 100);
    EXPECT_EQ(numeric_text(buffer.view().substr(4)), result.text(0, 1)) << decimal.substr(0, 100);
  }
}

TEST(NumericEncoding, RefusesWhatIsNoDecimalAndAppendsNothing) {
  for (const std::string& text :
       {std::string(), std::string("-"), std::string("."), std::string("1."), std::string(".5"),
        std::string("+1"), std::string("1e5"), std::string(" 1"), std::string("1 "),
        std::string("1.2.3"), std::string("--1"), std::string("NaN"), std::string("1,5"),
        std::string(131073, '1'), "0." + std::string(16384, '1')}) {
    EXPECT_FALSE(is_numeric_text(text)) << text.substr(0, 20);
    ByteBuffer buffer;
    EXPECT_THROW(append_numeric(buffer, text), Error) << text.substr(0, 20);
    EXPECT_EQ(buffer.size(), 0U);
  }
}

TEST(NumericEncoding, ReadsSpecialValues) {
  const test::TestDatabase database;
  Connection connection = database.connect();
  for (const std::string text : {"NaN", "Infinity", "-Infinity"}) {
    const std::string hex(
        connection.query("SELECT encode(numeric_send($1::text::numeric), 'hex')", {text})
            .text(0, 0));
    std::string binary;
    for (std::size_t i = 0; i < hex.size(); i += 2) {
      binary += static_cast<char>(std::stoi(hex.substr(i, 2), nullptr, 16));
    }
    EXPECT_EQ(numeric_text(binary), text);
  }
}

TEST(NumericEncoding, RefusesBytesThatAreNoNumeric) {
  for (const std::string& bytes :
       {std::string(), std::string(7, '\0'), std::string("\0\2\0\0\0\0\0\0\0\1", 10)}) {
    EXPECT_THROW(numeric_text(bytes), Error);
  }
}

}  // namespace
}  // namespace gdo::pg
