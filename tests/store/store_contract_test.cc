// What ObjectStore promises, tried on a folder and on buckets of servers that differ in what they
// can.

#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <map>

#include "base/error.h"
#include "store/content_hasher.h"
#include "store/test_lakes.h"

namespace gdo::store {
namespace {

using gcs_server::ServerOptions;
using Outcome = MoveResult::Outcome;
using test::list_all;
using test::move_one;
using test::read_one;
using test::stream_all;

ServerOptions server_without_move() {
  ServerOptions options;
  options.move = false;
  return options;
}

ServerOptions careless_server() {
  ServerOptions options = server_without_move();
  options.ignore_preconditions = true;
  options.google_headers = false;
  options.publish_crc32c = false;
  return options;
}

ServerOptions half_moving_server() {
  ServerOptions options;
  options.half_move = true;
  return options;
}

ServerOptions copying_server() {
  ServerOptions options = server_without_move();
  options.rewrite = false;
  return options;
}

ServerOptions server_of_long_rewrites() {
  ServerOptions options = server_without_move();
  options.rewrite_steps = 3;
  return options;
}

const std::map<std::string, std::function<std::unique_ptr<test::TestLake>()>> kLakes = {
    {"Folder", [] { return std::make_unique<test::FolderLake>(); }},
    {"Bucket", [] { return std::make_unique<test::BucketLake>(ServerOptions{}); }},
    {"WithoutMove", [] { return std::make_unique<test::BucketLake>(server_without_move()); }},
    {"Careless", [] { return std::make_unique<test::BucketLake>(careless_server()); }},
    {"HalfMoving", [] { return std::make_unique<test::BucketLake>(half_moving_server()); }},
    {"Copying", [] { return std::make_unique<test::BucketLake>(copying_server()); }},
    {"LongRewrites", [] { return std::make_unique<test::BucketLake>(server_of_long_rewrites()); }},
};

class StoreContract : public testing::TestWithParam<std::string> {
 protected:
  ObjectStore& store() { return lake_->store(); }
  std::string left(const std::string& name) { return lake_->get(name).value_or("(none)"); }

  const std::unique_ptr<test::TestLake> lake_ = kLakes.at(GetParam())();
};

TEST_P(StoreContract, ListsWhatIsThereInOrderAndLeavesOutWhatIsHidden) {
  for (const char* name :
       {"p/b", "p/a/1", "p/a.json", "p/x.tmp", "p/x.part", "p/.hidden", "p/.d/x", "q/z"})
    lake_->put(name, "12345");
  std::vector<std::string> names;
  for (const ObjectInfo& info : list_all(store(), "p/")) {
    names.push_back(info.name);
    EXPECT_EQ(info.size, 5U);
    EXPECT_GT(info.updated_ns, 1'700'000'000'000'000'000);
    EXPECT_EQ(store().stat(info.name)->generation, info.generation);
  }
  EXPECT_EQ(names, (std::vector<std::string>{"p/a.json", "p/a/1", "p/b"}));
  EXPECT_TRUE(list_all(store(), "none/").empty());
}

TEST_P(StoreContract, PagesBeyondAThousandAreWhole) {
  std::vector<std::string> made;
  for (int index = 0; index < 2345; ++index) {
    made.push_back("p/" + std::to_string(index % 7) + "/f" + std::to_string(index));
    lake_->put(made.back(), "x");
  }
  std::sort(made.begin(), made.end());
  std::vector<std::string> names;
  for (const ObjectInfo& info : list_all(store(), "p/")) names.push_back(info.name);
  EXPECT_EQ(names, made);
}

TEST_P(StoreContract, ReadsOneVersionWhole) {
  const std::string bytes = std::string("a\0b\r\n\xff", 6) + std::string(100'000, 'z');
  const std::int64_t generation = lake_->put("p/x", bytes);
  const ReadResult read = read_one(store(), {"p/x", generation});
  EXPECT_EQ(read.status, ReadResult::Status::ok) << read.message;
  EXPECT_EQ(read.bytes, bytes);
  EXPECT_EQ(read.info.name, "p/x");
  EXPECT_EQ(read.info.size, bytes.size());
  EXPECT_EQ(read.info.generation, generation);
  EXPECT_EQ(stream_all(store(), {"p/x", generation}), bytes);
  const std::int64_t empty = lake_->put("p/empty", "");
  EXPECT_EQ(read_one(store(), {"p/empty", empty}).status, ReadResult::Status::ok);
  EXPECT_EQ(stream_all(store(), {"p/empty", empty}), "");
}

TEST_P(StoreContract, AReplacedVersionIsGone) {
  const std::int64_t old = lake_->put("p/x", "old");
  lake_->put("p/x", "new");
  EXPECT_EQ(read_one(store(), {"p/x", old}).status, ReadResult::Status::gone);
  EXPECT_EQ(read_one(store(), {"p/none", old}).status, ReadResult::Status::gone);
  for (const char* name : {"p/x", "p/none"}) {
    try {
      (void)stream_all(store(), {name, old});
      ADD_FAILURE() << name;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::not_found) << error.what();
    }
  }
}

TEST_P(StoreContract, ReadAllAnswersEachRequestOnce) {
  std::vector<ReadRequest> requests;
  for (int index = 0; index < 300; ++index) {
    const std::string name = "p/" + std::to_string(index);
    requests.push_back({name, lake_->put(name, "bytes of " + name)});
    if (index % 10 == 0) lake_->remove(name);
  }
  std::vector<int> answers(requests.size());
  store().read_all(requests, [&](std::size_t index, ReadResult result) {
    ++answers[index];
    EXPECT_EQ(result.status, index % 10 == 0 ? ReadResult::Status::gone : ReadResult::Status::ok);
    if (index % 10 != 0) {
      EXPECT_EQ(result.bytes, "bytes of " + requests[index].name);
    }
  });
  EXPECT_TRUE(std::all_of(answers.begin(), answers.end(), [](int times) { return times == 1; }));
}

TEST_P(StoreContract, AnExceptionOfTheReceiverComesThroughAndTheStoreStaysUsable) {
  std::vector<ReadRequest> requests;
  for (int index = 0; index < 50; ++index) {
    const std::string name = "p/" + std::to_string(index);
    requests.push_back({name, lake_->put(name, "x")});
  }
  EXPECT_THROW(
      store().read_all(requests, [](std::size_t, ReadResult) { throw std::runtime_error("full"); }),
      std::runtime_error);
  EXPECT_EQ(read_one(store(), requests[7]).bytes, "x");
}

TEST_P(StoreContract, CreateMakesAnObjectOnce) {
  const ObjectInfo made = store().create("new/x", "bytes");
  EXPECT_EQ(made.name, "new/x");
  EXPECT_EQ(made.size, 5U);
  EXPECT_EQ(left("new/x"), "bytes");
  EXPECT_EQ(store().stat("new/x")->generation, made.generation);
  for (const char* bytes : {"bytes", "other"}) {
    try {
      (void)store().create("new/x", bytes);
      ADD_FAILURE() << bytes;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::lake);
    }
  }
  EXPECT_EQ(left("new/x"), "bytes");
}

TEST_P(StoreContract, HostileNamesAreBytesLikeOthers) {
  const std::vector<std::string> names = {"p/ leading and trailing ",  "p/a+b%2Fc%00#d?e=f&g",
                                          "p/ünï/çödé/日本語/🐄.json",  "p/new\nline\ttab",
                                          "p/\"quotes'\\back\\slash",  "p/b/o/moveTo/o/x",
                                          "p/" + std::string(255, 'n')};
  std::map<std::string, std::int64_t> made;
  for (const std::string& name : names) made[name] = lake_->put(name, "bytes of " + name);
  const auto listed = list_all(store(), "p/");
  ASSERT_EQ(listed.size(), names.size());
  for (const ObjectInfo& info : listed) {
    ASSERT_TRUE(made.contains(info.name)) << info.name;
    EXPECT_EQ(info.generation, made[info.name]);
    const std::string bytes = "bytes of " + info.name;
    EXPECT_EQ(read_one(store(), {info.name, info.generation}).bytes, bytes);
    const std::string to = "done/" + info.name;
    const MoveResult moved = move_one(store(), {info.name, info.generation, content_of(bytes), to});
    EXPECT_EQ(moved.outcome, Outcome::moved) << moved.message;
    EXPECT_EQ(left(to), bytes);
    EXPECT_EQ(left(info.name), "(none)");
  }
}

// A move from "in/x" to "done/x", by what was read, what is at both places then, and what comes
// out.
struct MoveCase {
  const char* name;
  const char* source;       // bytes now; nullptr = gone
  bool same_version;        // the source is the version that was read
  const char* destination;  // bytes now; nullptr = free
  Outcome outcome;
  const char* source_after;
  const char* destination_after;
};

const MoveCase kMoves[] = {
    {"plain", "read", true, nullptr, Outcome::moved, "(none)", "read"},
    {"half done", "read", true, "read", Outcome::moved, "(none)", "read"},
    {"done", nullptr, false, "read", Outcome::moved, "(none)", "read"},
    {"done, and a new delivery", "new!", false, "read", Outcome::moved, "new!", "read"},
    {"taken, same size", "read", true, "rEAD", Outcome::destination_taken, "read", "rEAD"},
    {"taken", "read", true, "others", Outcome::destination_taken, "read", "others"},
    {"replaced", "new!", false, nullptr, Outcome::source_changed, "new!", "(none)"},
    {"replaced by the same bytes", "read", false, nullptr, Outcome::source_changed, "read",
     "(none)"},
    {"replaced and taken", "new!", false, "others", Outcome::source_changed, "new!", "others"},
    {"missing", nullptr, false, nullptr, Outcome::source_missing, "(none)", "(none)"},
    {"missing and taken", nullptr, false, "others", Outcome::source_missing, "(none)", "others"},
};

TEST_P(StoreContract, EveryMoveEndsAsItShould) {
  for (const MoveCase& each : kMoves) {
    SCOPED_TRACE(each.name);
    lake_->remove("in/x");
    lake_->remove("done/x");
    std::int64_t generation = lake_->put("in/x", "read");
    if (!each.same_version) lake_->remove("in/x");
    if (each.source != nullptr && !each.same_version) {
      EXPECT_NE(lake_->put("in/x", each.source), generation);
    }
    if (each.destination != nullptr) lake_->put("done/x", each.destination);
    const MoveRequest request{"in/x", generation, content_of("read"), "done/x"};
    for (int time = 0; time < 2; ++time) {  // each may be repeated
      const MoveResult result = move_one(store(), request);
      EXPECT_EQ(result.outcome, each.outcome) << result.message;
      EXPECT_EQ(result.message.empty(), each.outcome == Outcome::moved);
      EXPECT_EQ(left("in/x"), each.source_after);
      EXPECT_EQ(left("done/x"), each.destination_after);
      if (result.outcome == Outcome::moved) {
        EXPECT_EQ(store().stat("done/x")->generation, result.generation);
      }
    }
  }
}

TEST_P(StoreContract, MoveResultsComeInTheOrderOfTheRequests) {
  std::vector<MoveRequest> requests;
  for (int index = 0; index < 200; ++index) {
    const std::string name = "in/" + std::to_string(index);
    const std::int64_t generation = lake_->put(name, name);
    requests.push_back({name, generation, content_of(name), "done/deep/er/" + name});
    if (index % 7 == 0) lake_->remove(name);
  }
  const auto results = store().move_all(requests);
  ASSERT_EQ(results.size(), requests.size());
  for (std::size_t index = 0; index < results.size(); ++index) {
    const bool gone = index % 7 == 0;
    EXPECT_EQ(results[index].outcome, gone ? Outcome::source_missing : Outcome::moved);
    EXPECT_EQ(left(requests[index].to), gone ? "(none)" : requests[index].from);
  }
}

TEST_P(StoreContract, AMoveToItsOwnNameLosesNothing) {
  const std::int64_t generation = lake_->put("in/x", "read");
  EXPECT_EQ(move_one(store(), {"in/x", generation, content_of("read"), "in/x"}).outcome,
            Outcome::moved);
  EXPECT_EQ(left("in/x"), "read");
}

INSTANTIATE_TEST_SUITE_P(On, StoreContract,
                         testing::Values("Folder", "Bucket", "WithoutMove", "Careless",
                                         "HalfMoving", "Copying", "LongRewrites"),
                         [](const auto& param) { return param.param; });

}  // namespace
}  // namespace gdo::store
