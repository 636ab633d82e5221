#include "values/documents.h"

#include <gtest/gtest.h>

#include <string>

namespace gdo::values {
namespace {

using Check = Checked (*)(std::string_view, std::string&);

void expect_valid(Check check, std::string_view text, std::string_view stored) {
  std::string scratch;
  const Checked checked = check(text, scratch);
  EXPECT_TRUE(checked.valid) << text;
  EXPECT_EQ(checked.text, stored) << text;
}

void expect_invalid(Check check, std::initializer_list<const char*> texts) {
  std::string scratch;
  for (const auto* text : texts) EXPECT_FALSE(check(text, scratch).valid) << text;
}

TEST(Cpf, HasTwoCheckDigits) {
  expect_valid(check_cpf, "52998224725", "52998224725");
  expect_valid(check_cpf, "111.444.777-35", "11144477735");
  expect_valid(check_cpf, "191", "00000000191");  // leading zeros lost on the way
  expect_invalid(check_cpf, {"52998224724", "52998224735", "11111111111", "00000000000", "", "abc",
                             "5299822472", "529982247255", "5299822472X", "٥٢٩٩٨٢٢٤٧٢٥"});
}

TEST(Cpf, AMaskIsNeverPaddedIntoAPerson) {
  expect_invalid(check_cpf_or_cnpj, {"***.100.064-**",
                                     "***100064**",
                                     "XXX.100.064-XX",
                                     "xxx.100.064-xx",
                                     ".100.064-",
                                     "100.064-",
                                     "100.064",
                                     "100-064",
                                     "#100064",
                                     "•••.100.064-••",
                                     "___.100.064-__",
                                     "???.100.064-??",
                                     "**.222.333/0001-81",
                                     "222.333/0001-81",
                                     "2.333/0001-81",
                                     "52998224725*",
                                     "(52998224725)",
                                     "529.982.247-25?",
                                     "CPF 52998224725",
                                     "529..982.247-25",
                                     "-52998224725",
                                     "5299.822.472-5",
                                     "1122233300018.1",
                                     "529,982"});
}

TEST(Cpf, SeparatorsStandInTheirPlacesOrNowhere) {
  for (const auto* text :
       {"529.982.247-25", "529982247-25", "529 982 247 25", "529.982.247/25", "529.982.247 - 25"}) {
    expect_valid(check_cpf_or_cnpj, text, "52998224725");
  }
  for (const auto* text : {"11.222.333/0001-81", "11222333/0001-81", "11.222.333 / 0001-81",
                           "11 222 333 0001 81", "112223330001-81"}) {
    expect_valid(check_cpf_or_cnpj, text, "11222333000181");
  }
  // First zeros lost, and written with separators then.
  std::string scratch;
  EXPECT_EQ(check_cpf("12.345.678-90", scratch).text, "01234567890");
  EXPECT_EQ(check_cnpj("1.222.333/0001-81", scratch).text, "01222333000181");
}

TEST(Cnpj, NumericAndAlphanumericHaveTheSameRule) {
  expect_valid(check_cnpj, "11222333000181", "11222333000181");
  expect_valid(check_cnpj, "11.222.333/0001-81", "11222333000181");
  expect_valid(check_cnpj, "12ABC34501DE35", "12ABC34501DE35");
  expect_valid(check_cnpj, "12.abc.345/01de-35", "12ABC34501DE35");
  expect_valid(check_cnpj, "1345C3A5000106", "1345C3A5000106");
  expect_valid(check_cnpj, "A0B1C2D3000179", "A0B1C2D3000179");
  expect_valid(check_cnpj, "191", "00000000000191");
  expect_invalid(check_cnpj, {"11222333000180", "11222333000191", "12ABC34501DE36",
                              "12ABC34501DEA5", "00000000000000", "11111111111111", "", "0",
                              "112223330001811", "1345C3A500010", "12ÁBC34501DE35"});
}

TEST(CpfOrCnpj, ElevenDigitsAreTheBorder) {
  expect_valid(check_cpf_or_cnpj, "52998224725", "52998224725");
  expect_valid(check_cpf_or_cnpj, "11222333000181", "11222333000181");
  expect_valid(check_cpf_or_cnpj, "12ABC34501DE35", "12ABC34501DE35");
  expect_valid(check_cpf_or_cnpj, "529.982.247-25", "52998224725");
  expect_invalid(check_cpf_or_cnpj,
                 {"52998224724", "11111111111", "123456789012345", "", "A2998224725"});
  // A CNPJ that lost one zero.
  std::string scratch;
  EXPECT_EQ(check_cpf_or_cnpj("1222333000181", scratch).text, "01222333000181");
}

TEST(NfeKey, ChecksItsLastDigit) {
  constexpr auto kKey = "52060433009911002506550120000007800267301615";
  expect_valid(check_nfe_key, kKey, kKey);
  expect_valid(check_nfe_key, "NFe52060433009911002506550120000007800267301615", kKey);
  expect_valid(check_nfe_key, "5206 0433 0099 1100 2506 5501 2000 0007 8002 6730 1615", kKey);
  expect_invalid(check_nfe_key, {"52060433009911002506550120000007800267301616",
                                 "5206043300991100250655012000000780026730161",
                                 "A2060433009911002506550120000007800267301615", ""});
}

TEST(NfeKey, TakesLettersInTheCnpjOnly) {
  std::string key =
      "522611"
      "12ABC34501DE35"
      "55"
      "001"
      "000012345"
      "1"
      "12345678"
      "0";
  std::string scratch;
  int valid = 0;
  for (char digit = '0'; digit <= '9'; ++digit) {
    key.back() = digit;
    valid += check_nfe_key(key, scratch).valid ? 1 : 0;
  }
  EXPECT_EQ(valid, 1);
  key[18] = 'A';  // a check digit of the CNPJ
  for (char digit = '0'; digit <= '9'; ++digit) {
    key.back() = digit;
    EXPECT_FALSE(check_nfe_key(key, scratch).valid);
  }
}

TEST(NfeKey, HoldsTheInvoicesNumberAndSeries) {
  constexpr auto kKey = "52060433009911002506550120000007800267301615";
  EXPECT_TRUE(nfe_number_agrees(kKey, "780-12"));
  EXPECT_TRUE(nfe_number_agrees(kKey, "000000780 - 012"));
  EXPECT_TRUE(nfe_number_agrees(kKey, "780"));
  EXPECT_FALSE(nfe_number_agrees(kKey, "781-12"));
  EXPECT_FALSE(nfe_number_agrees(kKey, "780-1"));
  EXPECT_FALSE(nfe_number_agrees(kKey, ""));
}

TEST(Gtin, ChecksItsLastDigit) {
  expect_valid(check_gtin, "4006381333931", "4006381333931");
  expect_valid(check_gtin, "09506000134352", "09506000134352");
  expect_valid(check_gtin, "99506000134355", "99506000134355");
  expect_valid(check_gtin, "96385074", "96385074");
  expect_valid(check_gtin, "036000291452", "036000291452");
  expect_invalid(check_gtin, {"4006381333932", "400638133393", "1", "", "400638133393X"});
}

TEST(Sscc, HasEighteenDigits) {
  expect_valid(check_sscc, "106141412345678908", "106141412345678908");
  expect_invalid(check_sscc, {"106141412345678909", "06141412345678908", ""});
}

TEST(Digits, AreStrippedPaddedAndKept) {
  std::string scratch;
  EXPECT_EQ(only_digits("A-12.3", scratch), "123");
  EXPECT_EQ(only_digits("٣4", scratch), "4");
  EXPECT_EQ(only_alphanumeric("a-1 ç", scratch), "a1");
  EXPECT_EQ(strip_zeros("00099"), "99");
  EXPECT_EQ(strip_zeros("000"), "0");
  EXPECT_EQ(strip_zeros(""), "");
  EXPECT_EQ(pad_zeros("99", 5, scratch), "00099");
  EXPECT_EQ(pad_zeros("123456", 5, scratch), "123456");
  EXPECT_TRUE(is_repeated_digit("000"));
  EXPECT_FALSE(is_repeated_digit("0"));
  EXPECT_FALSE(is_repeated_digit("AAA"));
  EXPECT_FALSE(is_digits(""));
}

}  // namespace
}  // namespace gdo::values
