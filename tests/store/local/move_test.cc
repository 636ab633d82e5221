#include "store/local/move.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <fstream>
#include <iterator>

#include "base/error.h"
#include "store/content_hasher.h"
#include "store/local/place.h"
#include "support/temporary_folder.h"

namespace gdo::store {
namespace {

namespace fs = std::filesystem;
using Outcome = MoveResult::Outcome;

// The ways of a move that a usual file system never takes.
class LocalMove : public testing::Test {
 protected:
  LocalPlace place(const std::string& name, const std::string& bytes = {}) {
    if (!bytes.empty()) std::ofstream(folder_.path() / name, std::ios::binary) << bytes;
    return LocalPlace(folders_.open(""), name);
  }

  std::string bytes(const std::string& name) const {
    std::ifstream stream(folder_.path() / name, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
  }

  bool exists(const std::string& name) const { return fs::exists(folder_.path() / name); }

  MoveRequest request(const LocalPlace& from, const std::string& content) const {
    const auto status = from.look();
    return {"from.json", status ? generation_of(*status) : 0, content_of(content), "to.json"};
  }

  std::size_t entries() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder_.path()), fs::directory_iterator()));
  }

  const test::TemporaryFolder folder_;
  LocalFolders folders_{folder_.path().string()};
  LocalAbilities abilities_;
};

TEST_F(LocalMove, ToAnotherFileSystemCopiesAndKeepsTheTime) {
  const auto from = place("from.json", "bytes");
  const auto to = place("to.json");
  const MoveRequest move = request(from, "bytes");
  const MoveResult result = local_move::by_copy(from, to, move, abilities_);
  EXPECT_EQ(result.outcome, Outcome::moved);
  EXPECT_EQ(result.generation, move.generation);
  EXPECT_EQ(bytes("to.json"), "bytes");
  EXPECT_EQ(entries(), 1U);
  const MoveResult again = local_move::by_copy(from, to, move, abilities_);
  EXPECT_EQ(again.outcome, Outcome::moved) << again.message;
}

TEST_F(LocalMove, ACopyOfOtherBytesThanWereReadIsNotKept) {
  const auto from = place("from.json", "other");
  const auto to = place("to.json");
  const MoveResult result = local_move::by_copy(from, to, request(from, "bytes"), abilities_);
  EXPECT_EQ(result.outcome, Outcome::source_changed);
  EXPECT_EQ(bytes("from.json"), "other");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(LocalMove, ACopyReplacesNothing) {
  const auto from = place("from.json", "bytes");
  const auto to = place("to.json", "taken");
  const MoveResult result = local_move::by_copy(from, to, request(from, "bytes"), abilities_);
  EXPECT_EQ(result.outcome, Outcome::destination_taken);
  EXPECT_EQ(bytes("to.json"), "taken");
  EXPECT_EQ(entries(), 2U);
}

TEST_F(LocalMove, WhatAKilledCopyLeftIsTakenOver) {
  const auto from = place("from.json", "bytes");
  const auto to = place("to.json");
  fs::path hidden;
  {
    const LocalTemp shows_its_name(to);
    for (const auto& entry : fs::directory_iterator(folder_.path()))
      if (entry.path().filename() != "from.json") hidden = entry.path();
  }
  std::ofstream(hidden) << "half of something longer than the rest";
  EXPECT_EQ(local_move::by_copy(from, to, request(from, "bytes"), abilities_).outcome,
            Outcome::moved);
  EXPECT_EQ(bytes("to.json"), "bytes");
  EXPECT_EQ(entries(), 1U);
}

TEST_F(LocalMove, TwoWritersOfOneNameDoNotMix) {
  const auto to = place("to.json");
  const LocalTemp first(to);
  EXPECT_THROW(LocalTemp second(to), Error);
}

// Every way to rename, by what the file system can do.
class LocalRename : public LocalMove, public testing::WithParamInterface<std::pair<bool, bool>> {
 protected:
  void SetUp() override {
    abilities_.rename_noreplace = GetParam().first;
    abilities_.hard_links = GetParam().second;
  }
};

TEST_P(LocalRename, MovesOnceAndNeverReplaces) {
  const auto from = place("from.json", "bytes");
  const auto to = place("to.json");
  EXPECT_EQ(rename_without_replacing(from, to, abilities_), 0);
  EXPECT_EQ(bytes("to.json"), "bytes");
  EXPECT_EQ(entries(), 1U);
  const auto other = place("other.json", "other");
  EXPECT_EQ(rename_without_replacing(other, to, abilities_), EEXIST);
  EXPECT_EQ(bytes("to.json"), "bytes");
  EXPECT_EQ(bytes("other.json"), "other");
  EXPECT_EQ(rename_without_replacing(place("none"), place("new"), abilities_), ENOENT);
  EXPECT_FALSE(exists("new"));
}

TEST_P(LocalRename, AFileThatWasReplacedInBetweenGetsItsNameBack) {
  const auto from = place("from.json", "bytes");
  const MoveRequest move = request(from, "bytes");
  const auto to = place("to.json", "a newer version");  // what the rename brought
  ASSERT_EQ(from.unlink(), 0);
  EXPECT_EQ(local_move::confirm(from, to, move, abilities_).outcome, Outcome::source_changed);
  EXPECT_EQ(bytes("from.json"), "a newer version");
  EXPECT_EQ(entries(), 1U);
}

TEST_P(LocalRename, WhenTheOldNameIsTakenAgainAFreeOneBesideItIsUsed) {
  const auto from = place("from.json", "bytes");
  const MoveRequest move = request(from, "bytes");
  const auto to = place("to.json", "a newer version");
  place("from.json", "and an even newer one");
  EXPECT_EQ(local_move::confirm(from, to, move, abilities_).outcome, Outcome::source_changed);
  EXPECT_EQ(bytes("from.json"), "and an even newer one");
  EXPECT_FALSE(exists("to.json"));
  std::string beside;
  for (const auto& entry : fs::directory_iterator(folder_.path()))
    if (entry.path().filename() != "from.json") beside = entry.path().filename().string();
  EXPECT_TRUE(beside.starts_with("from~") && beside.ends_with(".json")) << beside;
  EXPECT_EQ(bytes(beside), "a newer version");
}

TEST_P(LocalRename, AnEarlierMoveThatLeftTwoNamesOfOneFileIsFinished) {
  const auto from = place("from.json", "bytes");
  fs::create_hard_link(folder_.path() / "from.json", folder_.path() / "to.json");
  EXPECT_EQ(move_local(folders_, request(from, "bytes"), abilities_).outcome, Outcome::moved);
  EXPECT_FALSE(exists("from.json"));
  EXPECT_EQ(bytes("to.json"), "bytes");
}

TEST_P(LocalRename, AMoveToItselfKeepsTheFile) {
  const auto from = place("from.json", "bytes");
  MoveRequest move = request(from, "bytes");
  move.to = move.from;
  EXPECT_EQ(move_local(folders_, move, abilities_).outcome, Outcome::moved);
  EXPECT_EQ(bytes("from.json"), "bytes");
}

INSTANTIATE_TEST_SUITE_P(WithEachAbility, LocalRename,
                         testing::Values(std::pair(true, true), std::pair(false, true),
                                         std::pair(false, false)));

}  // namespace
}  // namespace gdo::store
