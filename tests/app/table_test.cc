#include "app/terminal/table.h"

#include <gtest/gtest.h>

#include <sstream>

#include "app/terminal/terminal.h"

namespace gdo::app {
namespace {

Table example() {
  Table table({{"payload"}, {"files", Align::right}, {"remark"}});
  table.row({"operação", "7", "a rather long remark that takes its room"});
  table.rule();
  table.row({Cell("all", Style::bold), "12,345", ""});
  return table;
}

TEST(Table, AlignsColumnsByTheirWidth) {
  const Terminal plain{false, false, 0};
  EXPECT_EQ(example().render(plain),
            "payload    files  remark\n"
            "────────  ──────  ────────────────────────────────────────\n"
            "operação       7  a rather long remark that takes its room\n"
            "────────  ──────  ────────────────────────────────────────\n"
            "all       12,345\n");
}

TEST(Table, FitsANarrowTerminalByCuttingText) {
  const Terminal narrow{true, false, 40};
  std::istringstream lines(example().render(narrow));
  for (std::string line; std::getline(lines, line);) EXPECT_LE(text_width(line), 40U) << line;
  EXPECT_NE(example().render(narrow).find("12,345"), std::string::npos);
}

TEST(Table, SentencesGoOnInFurtherLinesAndLoseNothing) {
  Table table({{"id", Align::right}, {"message", Align::left, Narrow::wrap}, {"state"}});
  const std::string words = "the file of " + std::string(60, 'x') + " could not be read at all";
  table.row({"16", words, "open"});
  const std::string text = table.render({true, false, 60});
  std::istringstream lines(text);
  std::string message;
  for (std::string line; std::getline(lines, line);) {
    EXPECT_LE(text_width(line), 60U) << line;
    for (const char c : line) {
      if (c == 'x') message += c;
    }
  }
  EXPECT_EQ(message.size(), 60U);
  EXPECT_NE(text.find("at all"), std::string::npos) << text;
  EXPECT_NE(text.find("open"), std::string::npos);
}

TEST(Table, AWordThatIsTooLongIsPartedAtASignAndItsLineGoesOn) {
  Table table({{"id", Align::right}, {"message", Align::left, Narrow::wrap}});
  table.row({"1", "in cliente=c052c5/escalas_2026_07_04_07_11_59_100Z.json, record 8"});
  EXPECT_EQ(table.render({true, false, 34}),
            "id  message\n──  ──────────────────────────────\n"
            " 1  in\n"
            "    cliente=c052c5/escalas_2026_\n"
            "    07_04_07_11_59_100Z.json,\n"
            "    record 8\n");
}

TEST(Table, NumbersStayWholeHoweverNarrow) {
  const Terminal tiny{true, false, 10};
  EXPECT_NE(example().render(tiny).find("12,345"), std::string::npos);
}

TEST(Table, ColoursOnlyWhereTheTerminalShowsThem) {
  const Terminal plain{false, false, 0};
  const Terminal coloured{true, true, 80};
  EXPECT_EQ(example().render(plain).find('\x1b'), std::string::npos);
  EXPECT_NE(example().render(coloured).find("\x1b[1mall\x1b[0m"), std::string::npos);
}

TEST(Table, CellsCannotMoveTheCursor) {
  Table table({{"name"}});
  table.row({Cell("evil\x1b[2J\nname")});
  EXPECT_NE(table.render({false, false, 0}).find("evil?[2J?name\n"), std::string::npos);
}

}  // namespace
}  // namespace gdo::app
