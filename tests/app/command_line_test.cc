#include "app/cli/command_line.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "base/error.h"

namespace gdo::app {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class CommandLineTest : public testing::Test {
 protected:
  CommandLineTest() {
    root_.name = "gdo";
    root_.summary = "Program.";
    root_.options = {{"--quiet,-q", "", "says less", &quiet_}};
    Command load;
    load.name = "load";
    load.summary = "Loads";
    load.examples = {"gdo load raw"};
    load.options = {{"--payload", "P", "only this payload", &payloads_, {"caixas", "escala"}},
                    {"--days", "N", "how many", WholeNumber{&days_, 1, 365}},
                    {"--dirty", "RATE", "share", RealNumber{&dirty_, 0, 1}},
                    {"--out", "DIR", "where", &out_},
                    {"--all", "", "everything", &all_}};
    load.arguments = {{"LAYER", "", "which", &layer_, {"raw", "trusted"}}};
    load.run = [] { return 0; };
    Command retry;
    retry.name = "retry";
    retry.summary = "Again";
    retry.arguments = {{"ID", "", "which", &ids_, {}, true}};
    retry.run = [] { return 0; };
    Command files;
    files.name = "files";
    files.summary = "Files";
    files.commands = {retry};
    root_.commands = {load, files};
  }

  Request read(const std::vector<std::string>& words) { return parse(root_, words); }

  std::string refusal(const std::vector<std::string>& words) {
    try {
      read(words);
    } catch (const Error& e) {
      EXPECT_EQ(e.kind(), ErrorKind::config);
      return e.what();
    }
    return {};
  }

  Command root_;
  bool quiet_ = false;
  bool all_ = false;
  std::vector<std::string> payloads_;
  std::vector<std::string> ids_;
  std::int64_t days_ = 7;
  double dirty_ = 0;
  std::string out_;
  std::string layer_;
};

TEST_F(CommandLineTest, StoresOptionsAndArguments) {
  const Request request = read({"load", "raw", "--payload", "caixas", "--days=3", "--payload",
                                "escala", "--dirty", "0.02", "--all", "-q"});
  EXPECT_EQ(request.kind, Request::Kind::run);
  EXPECT_EQ(full_name(request.path), "gdo load");
  EXPECT_THAT(payloads_, ElementsAre("caixas", "escala"));
  EXPECT_EQ(days_, 3);
  EXPECT_DOUBLE_EQ(dirty_, 0.02);
  EXPECT_TRUE(all_);
  EXPECT_TRUE(quiet_);
  EXPECT_EQ(layer_, "raw");
}

TEST_F(CommandLineTest, AnOptionThatMayBeRepeatedDoesNotSwallowTheWordAfterItsValue) {
  read({"load", "--payload", "caixas", "raw"});
  EXPECT_THAT(payloads_, ElementsAre("caixas"));
  EXPECT_EQ(layer_, "raw");
}

TEST_F(CommandLineTest, WhatIsNotGivenKeepsItsDefault) {
  read({"load"});
  EXPECT_EQ(days_, 7);
  EXPECT_THAT(layer_, IsEmpty());
  EXPECT_FALSE(quiet_);
}

TEST_F(CommandLineTest, TheLastOfARepeatedSingleOptionWins) {
  read({"load", "--days", "3", "--days", "4"});
  EXPECT_EQ(days_, 4);
}

TEST_F(CommandLineTest, ListsOfArgumentsTakeAllWords) {
  read({"files", "retry", "1", "2", "3"});
  EXPECT_THAT(ids_, ElementsAre("1", "2", "3"));
}

TEST_F(CommandLineTest, AnArgumentMayHaveTheNameOfAnotherCommand) {
  const Request request = read({"files", "retry", "load", "--quiet"});
  EXPECT_EQ(request.path.back()->name, "retry");
  EXPECT_EQ(ids_, std::vector<std::string>{"load"});
  EXPECT_TRUE(quiet_);
}

TEST_F(CommandLineTest, WordsAfterTwoDashesAreNoOptions) {
  read({"files", "retry", "--", "--all"});
  EXPECT_THAT(ids_, ElementsAre("--all"));
}

TEST_F(CommandLineTest, SaysWhatWasProbablyMeant) {
  EXPECT_THAT(refusal({"laod"}),
              AllOf(HasSubstr("unknown command \"laod\""), HasSubstr("mean load?")));
  EXPECT_THAT(refusal({"files", "rerty"}), HasSubstr("mean retry?"));
  EXPECT_THAT(refusal({"load", "--dasy", "3"}), HasSubstr("mean --days?"));
  EXPECT_THAT(refusal({"load", "--dasy=3"}), HasSubstr("mean --days?"));
  EXPECT_THAT(refusal({"load", "--payload", "caixa"}), HasSubstr("mean caixas?"));
  EXPECT_THAT(refusal({"load", "rwa"}), HasSubstr("mean raw?"));
}

TEST_F(CommandLineTest, RefusesBadValues) {
  EXPECT_THAT(refusal({"load", "--days", "0"}),
              HasSubstr("--days must be a whole number from 1 to 365"));
  EXPECT_THAT(refusal({"load", "--days", "3x"}), HasSubstr("not \"3x\""));
  EXPECT_THAT(refusal({"load", "--dirty", "2"}), HasSubstr("--dirty must be a number from 0 to 1"));
  EXPECT_THAT(refusal({"load", "--days"}), HasSubstr("--days"));
  EXPECT_THAT(refusal({"load", "--out", ""}), HasSubstr("--out needs a value"));
  EXPECT_THAT(refusal({"load", "raw", "trusted"}), HasSubstr("unexpected word \"trusted\""));
  EXPECT_THAT(refusal({"files", "retry"}), HasSubstr("ID is missing"));
  EXPECT_THAT(refusal({"load", "--all=perhaps"}), HasSubstr("all"));
}

TEST_F(CommandLineTest, HelpAndVersionWinOverMistakes) {
  const Request help = read({"load", "--days", "0", "--help"});
  EXPECT_EQ(help.kind, Request::Kind::help);
  EXPECT_EQ(full_name(help.path), "gdo load");
  EXPECT_EQ(read({"files", "retry", "-h"}).kind, Request::Kind::help);
  EXPECT_EQ(refusal({"load", "--days"}), "--days needs a value");
  EXPECT_EQ(refusal({"load", "--days="}), "--days needs a value");
  EXPECT_THAT(refusal({"--days", "3", "load"}), HasSubstr("--days stands in the wrong place"));
  EXPECT_THAT(refusal({"lod", "--help"}), HasSubstr("did you mean load?")) << "not help on gdo";
  EXPECT_THAT(refusal({"files", "list", "-h"}), HasSubstr("unknown command \"list\""));
  EXPECT_EQ(read({"--version"}).kind, Request::Kind::version);
}

TEST_F(CommandLineTest, CommandsThatOnlyHoldCommandsDoNotRun) {
  EXPECT_EQ(full_name(read({"files"}).path), "gdo files");
  EXPECT_FALSE(read({}).path.back()->run);
}

TEST_F(CommandLineTest, HelpShowsUsageOptionsAndExamples) {
  const std::string help = help_text(read({"load", "-h"}).path, {false, false, 0});
  EXPECT_THAT(help, AllOf(HasSubstr("gdo load [LAYER] [--payload P]... [--days N]"),
                          HasSubstr("(raw, trusted)"), HasSubstr("  gdo load raw\n"),
                          HasSubstr("-q, --quiet"), HasSubstr("may be repeated")));
}

TEST_F(CommandLineTest, CompletionKnowsCommandsOptionsAndValues) {
  for (const char* const shell : {"bash", "zsh", "fish"}) {
    const std::string script = completion_script(root_, shell);
    EXPECT_THAT(script, AllOf(HasSubstr("retry"), HasSubstr("payload"), HasSubstr("caixas escala")))
        << shell;
  }
}

}  // namespace
}  // namespace gdo::app
