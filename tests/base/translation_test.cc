// People are spoken to in their language, and what a translation holds fits what the code gives it.

#include "base/translation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <set>

#include "base/error.h"

namespace gdo {
namespace {

using testing::HasSubstr;

class TranslationTest : public testing::Test {
 protected:
  ~TranslationTest() override { set_language(Language::english); }
};

Language language_in(const std::map<std::string, std::string, std::less<>>& variables) {
  return language_of([&](std::string_view name) -> std::optional<std::string> {
    const auto found = variables.find(name);
    if (found == variables.end()) return std::nullopt;
    return found->second;
  });
}

// What stands in braces: how often, and with which format.
std::multiset<std::string> places_of(std::string_view text) {
  std::multiset<std::string> places;
  for (std::size_t at = text.find('{'); at != std::string_view::npos; at = text.find('{', at)) {
    if (text.substr(at, 2) == "{{") {
      at += 2;
      continue;
    }
    const std::size_t end = text.find('}', at);
    std::string place(text.substr(at + 1, end - at - 1));
    // {1} is a place as {} is: the order is the translator's.
    while (!place.empty() && place[0] >= '0' && place[0] <= '9') place.erase(0, 1);
    places.insert(std::move(place));
    at = end;
  }
  return places;
}

TEST_F(TranslationTest, LanguageIsOfGdoIdiomaElseOfTheLocaleElseEnglish) {
  EXPECT_EQ(language_in({}), Language::english);
  EXPECT_EQ(language_in({{"LANG", "pt_BR.UTF-8"}}), Language::portuguese);
  EXPECT_EQ(language_in({{"LANG", "pt_BR.UTF-8"}, {"LC_MESSAGES", "C"}}), Language::english);
  EXPECT_EQ(language_in({{"LC_MESSAGES", "C"}, {"LC_ALL", "pt_BR"}}), Language::portuguese);
  EXPECT_EQ(language_in({{"LC_ALL", "pt_BR.UTF-8"}, {"GDO_IDIOMA", "en"}}), Language::english);
  EXPECT_EQ(language_in({{"LANG", "en_US.UTF-8"}, {"GDO_IDIOMA", "pt_BR"}}), Language::portuguese);
  EXPECT_EQ(language_in({{"GDO_IDIOMA", ""}, {"LANG", "pt"}}), Language::portuguese);
  EXPECT_EQ(language_in({{"LANG", "ptarmigan"}}), Language::english);
}

TEST_F(TranslationTest, TextsAndCountsFollowTheLanguage) {
  EXPECT_EQ(trf("{} being loaded now\n", "3 files"), "3 files being loaded now\n");
  EXPECT_STREQ(tr_counted("file", "files", 1), "file");
  set_language(Language::portuguese);
  EXPECT_EQ(trf("{} being loaded now\n", "3 arquivos"), "3 arquivos em carga agora\n");
  EXPECT_STREQ(tr_counted("file", "files", 0), "arquivos");
  EXPECT_STREQ(tr_counted("file", "files", 1), "arquivo");
  EXPECT_STREQ(tr("this text is in no catalogue"), "this text is in no catalogue");
  EXPECT_STREQ(tr(""), "");
}

TEST_F(TranslationTest, EveryTranslationHasThePlacesOfItsText) {
  const Catalogue& catalogue = portuguese_catalogue();
  EXPECT_GT(catalogue.messages().size(), 300U);
  for (const auto& [text, translation] : catalogue.messages()) {
    if (text.empty()) continue;
    std::string_view rest = translation;
    while (true) {
      const std::size_t end = rest.find('\0');
      EXPECT_EQ(places_of(rest.substr(0, end)), places_of(text)) << text;
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    EXPECT_EQ(text.ends_with('\n'), translation.ends_with('\n')) << text;
  }
}

TEST_F(TranslationTest, PluralsAreCountedAsTheReaderCountsThem) {
  EXPECT_THAT(std::string(portuguese_catalogue().header()),
              HasSubstr("Plural-Forms: nplurals=2; plural=(n != 1);"));
}

TEST_F(TranslationTest, WhatIsNoCatalogueIsRefused) {
  EXPECT_THROW(Catalogue("no catalogue at all, whatever it holds"), Error);
  EXPECT_THROW(Catalogue(""), Error);
}

}  // namespace
}  // namespace gdo
