#include <gtest/gtest.h>

#include <string>

#include "values/farm_documents.h"

namespace gdo::values {
namespace {

std::string normal(std::string_view text) {
  std::string scratch;
  const Checked checked = check_gta(text, scratch);
  return checked.valid ? std::string(checked.text) : "-";
}

TEST(Gta, IsANumberWithItsUfAndSeriesWhereTheyAreSaid) {
  EXPECT_EQ(normal("100001"), "--100001");
  EXPECT_EQ(normal("000123"), "--000123");
  for (const auto* text : {"MT-100001", "mt 100001", "MT100001", "MT/100001", "GTA MT 100001",
                           "GTA: MT-100001", "e-GTA Nº MT 100001", "100001-MT"}) {
    EXPECT_EQ(normal(text), "MT--100001") << text;
  }
  for (const auto* text :
       {"MT-A-100001", "MT/A/100001", "MTA100001", "MT A-100001", "MT-100001-A"}) {
    EXPECT_EQ(normal(text), "MT-A-100001") << text;
  }
  EXPECT_EQ(normal("A-100001"), "-A-100001");
  EXPECT_EQ(normal("MT-E-100001"), "MT-E-100001");
  EXPECT_EQ(normal("PA-PA-100001"), "PA-PA-100001");
}

TEST(Gta, IsOneNumberAlsoWhenAFloatOrThousandsLeftAPoint) {
  EXPECT_EQ(normal("100001.0"), "--100001");
  EXPECT_EQ(normal("MT-100001.00"), "MT--100001");
  EXPECT_EQ(normal("100.001"), "--100001");
  EXPECT_EQ(normal("1.100.001"), "--1100001");
}

TEST(Gta, NeverMakesOneNumberOfTwo) {
  for (const auto* text : {"100001/100002",
                           "100001 100002",
                           "100001-100002",
                           "100001.100002",
                           "100001;100002",
                           "100001,100002",
                           "100001 e 100002",
                           "MT-100001/MT-100002",
                           "100001-2",
                           "100.000",
                           "1e5",
                           "100001.5",
                           "10A001",
                           "ABCD-100001",
                           "MT-AB-C-100001",
                           "",
                           "-",
                           "GTA",
                           "MT",
                           "0",
                           "000000",
                           "1234567890123",
                           "***001",
                           "100001*"}) {
    EXPECT_EQ(normal(text), "-") << text;
  }
}

TEST(Gta, ItsPartsAreRead) {
  using contract::GtaPart;
  EXPECT_EQ(gta_part("MT-A-100001", GtaPart::uf), "MT");
  EXPECT_EQ(gta_part("MT-A-100001", GtaPart::series), "A");
  EXPECT_EQ(gta_part("MT-A-100001", GtaPart::number), "100001");
  EXPECT_EQ(gta_part("--100001", GtaPart::uf), "");
  EXPECT_EQ(gta_part("--100001", GtaPart::series), "");
  EXPECT_EQ(gta_part("--100001", GtaPart::number), "100001");
}

}  // namespace
}  // namespace gdo::values
