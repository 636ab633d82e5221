#include "values/farm_documents.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::values {
namespace {

TEST(Car, IsNormalisedAndItsUfChecked) {
  std::string scratch;
  constexpr auto kCar = "MT-5103403-0123456789ABCDEF0123456789ABCDEF";
  for (const auto* text : {"MT-5103403-0123456789ABCDEF0123456789ABCDEF",
                           "mt-5103403-0123456789abcdef0123456789abcdef",
                           "MT-5103403-0123.4567.89AB.CDEF.0123.4567.89AB.CDEF"}) {
    const Checked car = check_car(text, scratch);
    EXPECT_TRUE(car.valid) << text;
    EXPECT_EQ(car.text, kCar) << text;
  }
  for (const auto* text :
       {"SC-5103403-0123456789ABCDEF0123456789ABCDEF", "MT-51034-XYZ", "",
        "XX-5103403-0123456789ABCDEF0123456789ABCDEF",
        "MT-5103403-0123456789ABCDEF0123456789ABCDEG",
        "MT-510340A-0123456789ABCDEF0123456789ABCDEF", "MT-5103403-0123456789ABCDEF0123456789ABCDE",
        "MT_5103403_0123456789ABCDEF0123456789ABCDEF",
        "MT51034030123456789ABCDEF0123456789ABCDEF"}) {
    EXPECT_FALSE(check_car(text, scratch).valid) << text;
  }
  EXPECT_TRUE(car_is_in(kCar, "MT"));
  EXPECT_FALSE(car_is_in(kCar, "MS"));
}

TEST(Car, IsDoubtfulWhenItsMunicipalityIsMistyped) {
  std::string scratch;
  EXPECT_FALSE(check_car("MT-5103403-0123456789ABCDEF0123456789ABCDEF", scratch).doubtful);
  EXPECT_FALSE(check_car("PI-2201919-0123456789ABCDEF0123456789ABCDEF", scratch).doubtful);
  for (const auto* text : {"MT-5103404-0123456789ABCDEF0123456789ABCDEF",
                           "mt-5103404-0123.4567.89AB.CDEF.0123.4567.89AB.CDEF"}) {
    const Checked car = check_car(text, scratch);
    EXPECT_TRUE(car.valid && car.doubtful) << text;
  }
}

TEST(Cep, HasEightDigitsInItsOwnGroups) {
  std::string scratch;
  for (const auto* text : {"78000123", "78000-123", "78000 123", "78.000-123", "78.000123"}) {
    EXPECT_TRUE(check_cep(text, scratch).valid) << text;
    EXPECT_EQ(check_cep(text, scratch).text, "78000123") << text;
  }
  for (const auto* text : {"", "7800", "7800-0123", "7800 0123", "78000--123", "78000-12-3",
                           "78000/123", "780001234", "00000000", "*****-123", "7.8000-123"}) {
    EXPECT_FALSE(check_cep(text, scratch).valid) << text;
  }
}

TEST(Ibge, ChecksItsSeventhDigit) {
  std::string scratch;
  EXPECT_TRUE(check_ibge("5103403", scratch).valid);
  EXPECT_TRUE(check_ibge("3550308", scratch).valid);
  EXPECT_FALSE(check_ibge("3550308", scratch).doubtful);
  EXPECT_TRUE(check_ibge("2201919", scratch).valid);
  EXPECT_TRUE(check_ibge("2201919", scratch).doubtful);
  for (const auto* text : {"5103404", "510340", "51034030", "", "A103403"}) {
    EXPECT_FALSE(check_ibge(text, scratch).valid) << text;
  }
}

TEST(Sisbov, HasFifteenDigitsOfAnyPrefix) {
  std::string scratch;
  EXPECT_TRUE(check_sisbov("076123456789012", scratch).valid);
  EXPECT_TRUE(check_sisbov("105000000123456", scratch).valid);
  EXPECT_EQ(check_sisbov("076 1234 5678 9012", scratch).text, "076123456789012");
  for (const auto* text : {"7612345", "", "0761234567890123", "07612345678901A"}) {
    EXPECT_FALSE(check_sisbov(text, scratch).valid) << text;
  }
}

TEST(Sif, HasOneToFiveDigitsWithoutZerosBefore) {
  std::string scratch;
  EXPECT_EQ(check_sif("00042", scratch).text, "42");
  EXPECT_TRUE(check_sif("9999", scratch).valid);
  EXPECT_TRUE(check_sif("0000099999", scratch).valid);
  for (const auto* text : {"0", "000", "", "123456", "SIF 9", "-1"}) {
    EXPECT_FALSE(check_sif(text, scratch).valid) << text;
  }
}

TEST(Uf, IsOneOf27WithItsIbgeNumber) {
  constexpr auto kAll =
      "RO11AC12AM13RR14PA15AP16TO17MA21PI22CE23RN24PB25PE26AL27SE28BA29MG31ES32"
      "RJ33SP35PR41SC42RS43MS50MT51GO52DF53";
  const std::string all(kAll);
  ASSERT_EQ(all.size(), 27U * 4);
  for (std::size_t i = 0; i < all.size(); i += 4) {
    EXPECT_EQ(std::to_string(ibge_prefix(all.substr(i, 2))), all.substr(i + 2, 2));
  }
  EXPECT_FALSE(is_uf("XX"));
  EXPECT_FALSE(is_uf("mt"));
  EXPECT_EQ(ibge_prefix(""), 0);
}

TEST(StateRegistration, HasALengthOfItsUf) {
  EXPECT_FALSE(ie_length_fits("13.123.456-789", "SP"));
  EXPECT_TRUE(ie_length_fits("110042490114", "SP"));
  EXPECT_TRUE(ie_length_fits("P011004243002", "SP"));
  EXPECT_TRUE(ie_length_fits("12345678901", "MT"));
  EXPECT_FALSE(ie_length_fits("123456789", "MT"));
  EXPECT_TRUE(ie_length_fits("12345678", "BA"));
  EXPECT_TRUE(ie_length_fits("123456789", "BA"));
  EXPECT_TRUE(ie_length_fits("ISENTO", "MT"));
  EXPECT_TRUE(ie_length_fits("anything", "XX"));
}

TEST(Coordinates, LieInTheirUfsBox) {
  EXPECT_TRUE(point_is_in("-15.60123", "-56.09781", "MT"));
  EXPECT_FALSE(point_is_in("-56.09781", "-15.60123", "MT"));
  EXPECT_FALSE(point_is_in("0", "0", "MT"));
  EXPECT_FALSE(point_is_in("-30.12345", "-51.2", "MT"));
  EXPECT_TRUE(point_is_in("-30.12345", "-51.2", "RS"));
  EXPECT_TRUE(point_is_in("2.8", "-60.7", "RR"));
  EXPECT_TRUE(point_is_in("0", "0", "XX"));
}

}  // namespace
}  // namespace gdo::values
