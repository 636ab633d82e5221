#include "values/masking.h"

#include <gtest/gtest.h>

namespace gdo::values {
namespace {

TEST(MaskDocument, HidesTheEndsOfACpfAndShowsACnpj) {
  EXPECT_EQ(mask_document("52998224725"), "***.982.247-**");
  EXPECT_EQ(mask_document("11144477735"), "***.444.777-**");
  EXPECT_EQ(mask_document("11222333000181"), "11222333000181");
  EXPECT_EQ(mask_document("12ABC34501DE35"), "12ABC34501DE35");
}

TEST(MaskDocument, WithholdsWhatIsNeither) {
  for (const char* text : {"", "1", "5299822472", "529982247250", "5299822472X", "123456789012345",
                           "JOSE DA SILVA", "jose da silva!", "\xC3\x89", "529.982.247-25"}) {
    EXPECT_EQ(mask_document(text), "***") << text;
  }
}

TEST(Initials, AreOnePerWordInAnyScript) {
  EXPECT_EQ(initials("JOSE DA SILVA"), "J. D. S.");
  EXPECT_EQ(initials("  \xC3\x89rica   \xC3\x87 "), "\xC3\x89. \xC3\x87.");
  EXPECT_EQ(initials("X"), "X.");
  EXPECT_EQ(initials("   "), "");
}

TEST(CoarseCoordinate, RoundsToTwoDecimalsAndNeverPads) {
  const struct {
    const char* given;
    const char* shown;
  } cases[] = {{"-15.60123", "-15.60"},
               {"-56.09781", "-56.10"},
               {"-15.995", "-16.00"},
               {"9.999", "10.00"},
               {"99.995", "100.00"},
               {"-15.6", "-15.6"},
               {"-15", "-15"},
               {"-0.00123", "0.00"},
               {"-0.005", "-0.01"},
               {"0.0049", "0.00"},
               {"-15.", "***"},
               {"NaN", "***"},
               {"1e5", "***"},
               {"", "***"},
               {"-", "***"}};
  for (const auto& one : cases) EXPECT_EQ(coarse_coordinate(one.given), one.shown) << one.given;
}

TEST(MaskFarmKey, ShowsTheCarAndHidesAPerson) {
  const char* car = "MT-5103403-0123456789ABCDEF0123456789ABCDEF";
  EXPECT_EQ(mask_farm_key(car), car);
  EXPECT_EQ(mask_farm_key("52998224725/FAZENDA BOA VISTA/MT"), "***.982.247-**/F. B. V./MT");
  EXPECT_EQ(mask_farm_key("52998224725/FAZENDA A/B/MT"), "***.982.247-**/F. A./MT");
  EXPECT_EQ(mask_farm_key("11222333000181/FAZENDA/MT"), "11222333000181/FAZENDA/MT");
  EXPECT_EQ(mask_farm_key("FAZENDA DO JOSE/MT"), "***");
}

}  // namespace
}  // namespace gdo::values
