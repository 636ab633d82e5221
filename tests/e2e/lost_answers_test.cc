// The answer to each COMMIT of a run is lost once, of raw, trusted and gold alike: the run goes on,
// or it is killed and another follows, and everything is stored once.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <set>

#include "e2e/many_files_site.h"

namespace gdo::test {
namespace {

class LostAnswers : public testing::Test {
 protected:
  // One COMMIT after the other, on a lote each, until a run has no more of them; `then` does the
  // rest of the run's work.
  void lose_each(const std::function<void(ManyFilesSite&)>& then) {
    std::set<std::string> layers;
    bool lost = true;
    for (int number = 1; lost; ++number) {
      here_.put_lote(Middle::truncated);
      lost =
          here_.run_to({.kind = Moment::Kind::commit_answer, .number = number}, {"--workers", "1"});
      for (const std::string layer : {"raw", "trusted", "service"}) {
        if (lost && wrote(layer + "_animais")) layers.insert(layer);
      }
      then(here_);
      here_.expect_in_gold();
      if (HasFailure()) FAIL() << "COMMIT " << number;
    }
    EXPECT_THAT(layers, testing::SizeIs(3));
    here_.expect_undisturbed();
  }

 private:
  // Whether the held transaction did.
  bool wrote(const std::string& table) {
    const std::string transaction = here_.proxy.held_within({})->transaction;
    return transaction.find("COPY \"" + table) != std::string::npos ||
           transaction.find("INSERT INTO \"" + table) != std::string::npos;
  }

  ManyFilesSite here_;
};

TEST_F(LostAnswers, OfEachCommitAndTheRunGoesOn) {
  lose_each([](ManyFilesSite& here) {
    here.proxy.cut();
    here.expect_to_go_on();
  });
}

TEST_F(LostAnswers, OfEachCommitAndTheRunIsKilled) {
  lose_each([](ManyFilesSite& here) {
    here.kill();
    here.finish();
  });
}

}  // namespace
}  // namespace gdo::test
