// Forty files in one COPY, and an end between any two of them: of the program, of its session at
// the server, of its connection. An end before any statement of a run, too: GDO_TEST_STATEMENTS
// says how many statements lie between two that are tried (1: each). Everything is loaded once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iostream>

#include "e2e/many_files_site.h"

namespace gdo::test {
namespace {

namespace fs = std::filesystem;

Moment after_files(int files, const std::string& table) {
  return {.kind = Moment::Kind::copied_files, .number = files, .saying = "COPY \"" + table};
}

int statements_between() {
  const char* wanted = std::getenv("GDO_TEST_STATEMENTS");
  return wanted == nullptr ? 24 : std::atoi(wanted);
}

class BetweenFiles : public testing::Test {
 protected:
  // gdo run raw on a new lote, as far as that many files of its COPY.
  void run_raw_to(int files, Middle middle) {
    here_.put_lote(middle);
    EXPECT_TRUE(here_.run_to(after_files(files, "raw_animais"), {"raw"}));
    here_.expect_copied(3 * files);
    EXPECT_EQ(here_.count("raw_animais"), 0);
    EXPECT_EQ(here_.count("arquivo", "status = 'reservado'"), 40);
  }

  void kill_after(int files, Middle middle) {
    run_raw_to(files, middle);
    here_.kill();
    here_.finish({"raw"});
    here_.expect_loaded();
    if (HasFailure()) FAIL() << "after " << files << " files";
  }

  // False when the run of all layers ends before the moment.
  bool kill_at(const Moment& moment) {
    here_.put_lote(Middle::truncated);
    const bool reached = here_.run_to(moment);
    here_.kill();
    here_.finish();
    here_.expect_in_gold();
    return reached;
  }

  // The same, and the run goes on without the connection that is cut; one that had not begun may
  // say that it cannot reach its server.
  bool cut_at(const Moment& moment) {
    here_.put_lote(Middle::truncated);
    const bool reached = here_.run_to(moment);
    here_.proxy.cut();
    if (here_.held_run().wait().exit_code == 3 && here_.count("arquivo") == 0) {
      here_.finish();
    } else {
      here_.expect_to_go_on();
    }
    here_.expect_in_gold();
    return reached;
  }

  ManyFilesSite here_;
};

TEST_F(BetweenFiles, AProgramIsKilledAndTheNextLoadsEachOnce) {
  for (int files = 0; files <= kFilesOfLote && !HasFailure(); ++files) {
    kill_after(files, Middle::whole);
  }
  here_.expect_undisturbed_raw();
}

// Every other time without a word: by the network, not by the server.
TEST_F(BetweenFiles, ASessionIsEndedAndTheProgramLoadsEachOnce) {
  for (int files = 0; files <= kFilesOfLote; files += 3) {
    run_raw_to(files, Middle::whole);
    if (files % 2 == 0) {
      const std::string pid = std::to_string(here_.proxy.held_within({})->backend_pid);
      EXPECT_EQ(here_.site.ask("SELECT pg_terminate_backend(" + pid + ")"), "t");
      here_.proxy.let_go();
    } else {
      here_.proxy.cut();
    }
    here_.expect_to_go_on();
    here_.expect_loaded();
    if (HasFailure()) FAIL() << "after " << files << " files";
  }
  here_.expect_undisturbed_raw();
}

TEST_F(BetweenFiles, ABrokenOneInTheMiddleIsPutAsideWithItsReason) {
  for (const Middle middle : {Middle::truncated, Middle::garbage}) {
    here_.put_lote(middle);
    const Ended ended = run_gdo({"run", "raw"}, here_.site.environment);
    EXPECT_EQ(ended.exit_code, 1) << ended.err;
    here_.expect_loaded();
    const std::string of_the_broken = " AND nome_arquivo LIKE '%/20.json'";
    EXPECT_EQ(here_.count("arquivo",
                          "status = 'erro' AND codigo_erro <> '' AND linha > 0 AND "
                          "mensagem_erro <> ''" +
                              of_the_broken),
              1);
    EXPECT_EQ(
        here_.count("log_processamento", "status = 'erro' AND mensagem <> ''" + of_the_broken), 1);
    EXPECT_EQ(here_.count("raw_animais", "true" + of_the_broken), 0);
    EXPECT_EQ(here_.count("registro_rejeitado", "true" + of_the_broken), 0);
  }
}

TEST_F(BetweenFiles, ABrokenOneIsPutAsideWhenTheProgramIsKilled) {
  for (const int files : {0, kBrokenFile - 1, kBrokenFile, kFilesOfLote - 1}) {
    kill_after(files, Middle::truncated);
    kill_after(files, Middle::garbage);
  }
  here_.expect_undisturbed_raw();
}

// The files that were not moved are put back to where the program would have left them.
TEST_F(BetweenFiles, KilledBetweenTwoMovesTheNextMovesTheOthers) {
  for (int moved = 0; moved <= kFilesOfLote; moved += 4) {
    here_.put_lote(Middle::truncated);
    EXPECT_TRUE(here_.run_to({.saying = "caminho_final = p.caminho"}, {"raw"}));
    here_.kill();
    const fs::path lake = here_.site.lake();
    for (int file = moved + 1; file <= kFilesOfLote; ++file) {
      const std::string name = here_.folder() + lote_file(file);
      fs::rename(lake / (file == kBrokenFile ? "error" : "done") / name, lake / "pending" / name);
    }
    here_.finish({"raw"});
    here_.expect_loaded();
    if (HasFailure()) FAIL() << moved << " files were moved";
  }
  here_.expect_undisturbed_raw();
}

TEST_F(BetweenFiles, KilledWhileTrustedCopiesThemTheNextRunDoesEachOnce) {
  for (int files = 0; files < kFilesOfLote; files += 13) {
    EXPECT_TRUE(kill_at(after_files(files, "trusted_animais")));
    if (HasFailure()) FAIL() << "after " << files << " files";
  }
  here_.expect_undisturbed();
}

TEST_F(BetweenFiles, EndedBeforeAnyStatementTheNextRunDoesEachOnce) {
  int statement = 1;
  bool kills = true;
  const auto end_before = [&](int number) {
    const Moment moment{.number = number};
    return kills ? kill_at(moment) : cut_at(moment);
  };
  for (; end_before(statement); statement += statements_between(), kills = !kills) {
    if (HasFailure()) FAIL() << "before statement " << statement;
  }
  EXPECT_GT(statement, 200);
  std::cout << "the run ended before statement " << statement << "\n";
  here_.expect_undisturbed();
}

}  // namespace
}  // namespace gdo::test
