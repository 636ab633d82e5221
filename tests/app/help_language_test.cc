// Every text of the commands' help is in the catalogue, so that no new one is forgotten.

#include <gtest/gtest.h>

#include "app/commands.h"
#include "app/context.h"
#include "base/translation.h"

namespace gdo::app {
namespace {

void expect_translated(const std::string& text, const std::string& of) {
  if (text.empty()) return;
  EXPECT_NE(portuguese_catalogue().find(text), nullptr) << of << ": " << text;
}

void expect_translated(const Command& command) {
  expect_translated(command.summary, command.name);
  expect_translated(command.details, command.name);
  for (const auto& list : {command.options, command.arguments}) {
    for (const Option& option : list) {
      expect_translated(option.description, command.name + " " + option.name);
    }
  }
  for (const Command& child : command.commands) expect_translated(child);
}

TEST(HelpLanguage, EveryCommandSaysWhatItDoesInPortugueseToo) {
  StopFlag stop;
  Context context(stop);
  expect_translated(command_tree(context));
}

TEST(HelpLanguage, TheTreeSpeaksTheLanguageThatIsSet) {
  StopFlag stop;
  Context context(stop);
  const Command english = command_tree(context);
  set_language(Language::portuguese);
  const Command portuguese = command_tree(context);
  set_language(Language::english);
  ASSERT_EQ(english.commands.size(), portuguese.commands.size());
  for (std::size_t i = 0; i < english.commands.size(); ++i) {
    EXPECT_EQ(english.commands[i].name, portuguese.commands[i].name);
    EXPECT_NE(english.commands[i].summary, portuguese.commands[i].summary);
  }
}

}  // namespace
}  // namespace gdo::app
