#include "store/gcs/store.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <set>

#include "base/error.h"
#include "store/content_hasher.h"
#include "store/test_lakes.h"

namespace gdo::store {
namespace {

using gcs_server::Fault;
using gcs_server::SeenRequest;
using gcs_server::ServerOptions;
using Outcome = MoveResult::Outcome;
using test::BucketLake;
using test::list_all;
using test::move_one;
using test::read_one;

class GcsFaults : public testing::TestWithParam<bool> {};

// Every object is read, verified and moved although a fifth of all requests goes wrong somehow.
TEST_P(GcsFaults, LoseNothingAndDoubleNothing) {
  constexpr int kObjects = 2000;
  ServerOptions server;
  server.fault_rate = 0.2;
  server.retry_after_s = 0;
  server.seed = 11;
  server.move = GetParam();
  server.ignore_preconditions = !GetParam();
  BucketLake lake(server);
  for (int index = 0; index < kObjects; ++index)
    lake.put("in/" + std::to_string(index), "bytes of " + std::to_string(index));

  const auto listed = list_all(lake.store(), "in/");
  ASSERT_EQ(listed.size(), static_cast<std::size_t>(kObjects));
  std::vector<ReadRequest> reads;
  for (const ObjectInfo& info : listed) reads.push_back({info.name, info.generation});
  std::vector<MoveRequest> moves(reads.size());
  lake.store().read_all(reads, [&](std::size_t index, ReadResult result) {
    EXPECT_EQ(result.bytes, "bytes of " + reads[index].name.substr(3)) << result.message;
    moves[index] = {reads[index].name, reads[index].generation, content_of(result.bytes),
                    "done/" + reads[index].name.substr(3)};
  });
  for (const MoveResult& result : lake.store().move_all(moves))
    EXPECT_EQ(result.outcome, Outcome::moved) << result.message;
  const std::vector<std::string> names = lake.names();
  EXPECT_EQ(names.size(), static_cast<std::size_t>(kObjects));
  EXPECT_TRUE(names.front().starts_with("done/") && names.back().starts_with("done/"));
  EXPECT_EQ(lake.get("done/1234"), "bytes of 1234");
}

INSTANTIATE_TEST_SUITE_P(With, GcsFaults, testing::Values(true, false), [](const auto& param) {
  return param.param ? "Move" : "CarelessRewrite";
});

TEST(GcsStore, AServerThatDoesNotAnswerMakesTheLakeUnreachable) {
  StoreOptions options = BucketLake::quick();
  options.emulator_host = "127.0.0.1:1";
  const auto store = open_store("gs://bucket/lake", options);
  for (const auto& use :
       {std::function<void()>([&] { (void)store->list(""); }), std::function<void()>([&] {
          (void)read_one(*store, {"x", 1});
        }),
        std::function<void()>([&] {
          (void)move_one(*store, {"x", 1, {}, "y"});
        }),
        std::function<void()>([&] { (void)store->create("x", "y"); }), std::function<void()>([&] {
          (void)store->open({"x", 1});
        })}) {
    try {
      use();
      ADD_FAILURE();
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::lake_unreachable) << error.what();
    }
  }
}

TEST(GcsStore, AMissingBucketIsNamed) {
  BucketLake lake({});
  StoreOptions options = BucketLake::quick();
  options.emulator_host = lake.server().host();
  const auto store = open_store("gs://no-such-bucket/lake", options);
  try {
    (void)store->list("");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::lake_unreachable);
    EXPECT_NE(std::string(error.what()).find("no-such-bucket"), std::string::npos);
  }
}

// As a server of files says that stumbles over one that is moved while it lists them.
TEST(GcsStore, ALostListingIsNotAMissingBucket) {
  BucketLake lake({});
  lake.put("x", "x");
  std::atomic<int> lists = 0;
  lake.server().on_request([&](const SeenRequest& request) {
    const bool list = request.target.find("/o?") != std::string::npos;
    return list && ++lists <= 3 ? Fault::lost_list : Fault::none;
  });
  EXPECT_EQ(list_all(lake.store(), "").size(), 1U);
  EXPECT_EQ(lists, 4);
}

TEST(GcsStore, OneObjectThatNeverComesDoesNotStopTheOthers) {
  StoreOptions options = BucketLake::quick();
  options.attempts = 3;
  BucketLake lake({}, options);
  std::vector<ReadRequest> requests;
  for (const char* name : {"a", "b", "c", "d"}) requests.push_back({name, lake.put(name, name)});
  lake.server().on_request([](const SeenRequest& request) {
    const bool victim = request.target.find("%2Fb?") != std::string::npos;
    return victim ? Fault::corrupt_body : Fault::none;
  });
  std::vector<ReadResult> results(requests.size());
  lake.store().read_all(
      requests, [&](std::size_t index, ReadResult result) { results[index] = std::move(result); });
  EXPECT_EQ(results[0].bytes, "a");
  EXPECT_EQ(results[1].status, ReadResult::Status::failed);
  EXPECT_NE(results[1].message.find("checksum"), std::string::npos) << results[1].message;
  EXPECT_EQ(results[3].bytes, "d");
}

TEST(GcsStore, AMoveIsDoneAlthoughItsAnswerWasLost) {
  for (const Fault fault : {Fault::done_reset, Fault::done_unavailable, Fault::cut_body}) {
    BucketLake lake({});
    const std::int64_t generation = lake.put("in/x", "bytes");
    std::atomic<int> moves = 0;
    lake.server().on_request([&, fault](const SeenRequest& request) {
      return request.target.find("/moveTo/") != std::string::npos && moves++ == 0 ? fault
                                                                                  : Fault::none;
    });
    const MoveResult result =
        move_one(lake.store(), {"in/x", generation, content_of("bytes"), "done/x"});
    EXPECT_EQ(result.outcome, Outcome::moved) << result.message;
    EXPECT_EQ(lake.names(), std::vector<std::string>{"done/x"});
  }
}

// Servers answer differently to what they do not know; some take it for a patch of an object.
TEST(GcsStore, AServersMoveMethodIsFoundOutOnce) {
  for (const int status : {404, 400, 405, 501}) {
    ServerOptions server;
    server.move = false;
    server.unknown_status = status;
    BucketLake lake(server);
    std::atomic<int> tried = 0;
    lake.server().on_request([&](const SeenRequest& request) {
      tried += request.target.find("/moveTo/") != std::string::npos ? 1 : 0;
      return Fault::none;
    });
    for (const char* name : {"a", "b", "c"}) {
      const std::int64_t generation = lake.put(name, name);
      const MoveResult moved =
          move_one(lake.store(), {name, generation, content_of(name), std::string("done/") + name});
      EXPECT_EQ(moved.outcome, Outcome::moved) << status << moved.message;
    }
    EXPECT_EQ(tried, 1) << status;
  }
}

// Others drop the connection over it, or say 500: then they have not gone, although no other call
// is under way to show it.
TEST(GcsStore, AServerThatBreaksOverAMoveMethodIsNotTakenForGone) {
  for (const bool drops : {true, false}) {
    for (const bool rewrite : {true, false}) {
      ServerOptions server;
      server.move = false;
      server.rewrite = rewrite;
      server.unknown_status = 500;
      BucketLake lake(server);
      const std::int64_t generation = lake.put("in/x", "bytes");
      lake.server().on_request([&](const SeenRequest& request) {
        const bool moves = request.target.find("/moveTo/") != std::string::npos;
        return moves && drops ? Fault::reset : Fault::none;
      });
      const MoveResult result =
          move_one(lake.store(), {"in/x", generation, content_of("bytes"), "done/x"});
      EXPECT_EQ(result.outcome, Outcome::moved) << drops << rewrite << result.message;
      EXPECT_EQ(lake.names(), std::vector<std::string>{"done/x"});
    }
  }
}

TEST(GcsStore, AServerThatCopiesNothingGetsTheBytesAgain) {
  ServerOptions server;
  server.move = server.rewrite = server.copy = false;
  server.unknown_status = 501;
  server.google_headers = false;
  BucketLake lake(server);
  const std::string large(20U << 20U, 'x');
  const std::int64_t generation = lake.put("in/x", large);
  const std::int64_t other = lake.put("in/y", "y");
  lake.put("done/y", "taken");
  const std::vector<MoveRequest> requests = {{"in/x", generation, content_of(large), "done/x"},
                                             {"in/y", other, content_of("y"), "done/y"}};
  const auto results = lake.store().move_all(requests);
  EXPECT_EQ(results[0].outcome, Outcome::moved) << results[0].message;
  EXPECT_EQ(results[0].generation,
            lake.server().generation(BucketLake::kBucket, "data/lake/done/x"));
  EXPECT_EQ(results[1].outcome, Outcome::destination_taken) << results[1].message;
  EXPECT_EQ(lake.names(), (std::vector<std::string>{"done/x", "done/y", "in/y"}));
  EXPECT_EQ(lake.get("done/x"), large);
  EXPECT_EQ(lake.get("done/y"), "taken");
}

// What a server understood once, and says no to because it is overloaded, is asked again later.
TEST(GcsStore, AnOverloadedServerIsNotTakenForAnOldOne) {
  StoreOptions options = BucketLake::quick();
  options.attempts = 3;
  BucketLake lake({}, options);
  const std::int64_t generation = lake.put("in/x", "bytes");
  std::atomic<bool> busy = true;
  std::atomic<int> others = 0;
  lake.server().on_request([&](const SeenRequest& request) {
    others += request.target.find("/rewriteTo/") != std::string::npos ? 1 : 0;
    return request.method == "POST" && busy ? Fault::too_many : Fault::none;
  });
  const MoveRequest request = {"in/x", generation, content_of("bytes"), "done/x"};
  EXPECT_THROW((void)move_one(lake.store(), request), Error);  // nothing else answered meanwhile
  busy = false;
  EXPECT_EQ(move_one(lake.store(), request).outcome, Outcome::moved);
  EXPECT_EQ(others, 0);
}

// The source is replaced after the copy and before the delete.
TEST(GcsStore, ANewDeliveryDuringARewriteStays) {
  for (const bool careless : {false, true}) {
    ServerOptions server;
    server.move = false;
    server.ignore_preconditions = careless;
    BucketLake lake(server);
    const std::int64_t generation = lake.put("in/x", "read");
    std::atomic<bool> copied = false;
    lake.server().on_request([&](const SeenRequest& request) {
      if (copied.exchange(false)) lake.put("in/x", "a new delivery");
      if (request.target.find("/rewriteTo/") != std::string::npos) copied = true;
      return Fault::none;
    });
    const MoveResult result =
        move_one(lake.store(), {"in/x", generation, content_of("read"), "done/x"});
    EXPECT_EQ(result.outcome, Outcome::moved) << result.message;
    EXPECT_EQ(lake.get("in/x"), "a new delivery");
    EXPECT_EQ(lake.get("done/x"), "read");
  }
}

// Replaced before the copy, on a server that does not look at generations.
TEST(GcsStore, ACopyOfTheWrongVersionIsTakenBack) {
  ServerOptions server;
  server.move = false;
  server.ignore_preconditions = true;
  BucketLake lake(server);
  const std::int64_t generation = lake.put("in/x", "read");
  lake.server().on_request([&](const SeenRequest& request) {
    if (request.target.find("/rewriteTo/") != std::string::npos) lake.put("in/x", "a new delivery");
    return Fault::none;
  });
  const MoveResult result =
      move_one(lake.store(), {"in/x", generation, content_of("read"), "done/x"});
  EXPECT_EQ(result.outcome, Outcome::source_changed) << result.message;
  EXPECT_EQ(lake.get("in/x"), "a new delivery");
  EXPECT_FALSE(lake.get("done/x"));
}

TEST(GcsStore, WhatIsStoredAsGzipIsReadAsStored) {
  BucketLake lake({});
  const std::string packed("\x1f\x8b\x08\0\0\0\0\0\0\x03\xab\xae\x05\0\x43\xbf\xa6\xa3\x02\0\0\0",
                           22);
  const std::int64_t generation =
      lake.server().put(BucketLake::kBucket, "data/lake/x.gz", packed, "gzip");
  EXPECT_EQ(read_one(lake.store(), {"x.gz", generation}).bytes, packed);
  EXPECT_EQ(test::stream_all(lake.store(), {"x.gz", generation}), packed);
}

TEST(GcsStore, ACreateWhoseAnswerWasLostIsNoDouble) {
  for (const Fault fault : {Fault::done_reset, Fault::done_unavailable, Fault::cut_body}) {
    BucketLake lake({});
    std::atomic<int> uploads = 0;
    lake.server().on_request([&, fault](const SeenRequest& request) {
      return request.method == "POST" && uploads++ == 0 ? fault : Fault::none;
    });
    EXPECT_EQ(lake.store().create("x", "bytes").size, 5U);
    EXPECT_EQ(lake.get("x"), "bytes");
  }
}

TEST(GcsStore, ALargeObjectIsCreatedInPiecesThatMayFail) {
  std::string bytes(20'000'000, '\0');
  for (std::size_t index = 0; index < bytes.size(); ++index)
    bytes[index] = static_cast<char>(index * 31 / 7);
  for (const Fault fault : {Fault::none, Fault::unavailable, Fault::reset, Fault::done_reset,
                            Fault::done_unavailable}) {
    BucketLake lake({});
    std::atomic<int> pieces = 0;
    lake.server().on_request([&, fault](const SeenRequest& request) {
      return request.method == "PUT" && pieces++ % 3 == 0 ? fault : Fault::none;
    });
    EXPECT_EQ(lake.store().create("big", bytes).size, bytes.size());
    EXPECT_TRUE(lake.get("big") == bytes);
    EXPECT_GE(pieces, 3);
  }
}

TEST(GcsStore, NamesOfATousandBytesAndFolderMarkersAreHandled) {
  BucketLake lake({});
  const std::string longest = "p/" + std::string(1024 - 12, 'n');
  lake.put("p/folder/", "");
  for (const std::string& name : {longest, std::string("p//double"), std::string("p/x/../y")}) {
    const std::int64_t generation = lake.put(name, "x");
    EXPECT_EQ(read_one(lake.store(), {name, generation}).bytes, "x") << name;
    EXPECT_EQ(lake.store().stat(name)->generation, generation);
  }
  std::vector<std::string> names;
  for (const ObjectInfo& info : list_all(lake.store(), "p/")) names.push_back(info.name);
  EXPECT_EQ(names, (std::vector<std::string>{"p//double", longest}));
}

TEST(GcsStore, AListingGoesOnAlthoughItsPageTokenExpired) {
  ServerOptions server;
  server.most_results = 3;
  BucketLake lake(server);
  std::vector<std::string> names;
  for (char letter = 'a'; letter <= 'z'; ++letter) {
    names.push_back(std::string("p/") + letter);
    lake.put(names.back(), "x");
  }
  std::atomic<int> pages = 0;
  lake.server().on_request([&](const SeenRequest& request) {
    const bool later = request.target.find("pageToken") != std::string::npos;
    return later && pages++ % 2 == 0 ? Fault::token_expired : Fault::none;
  });
  std::set<std::string> seen;
  for (const ObjectInfo& info : list_all(lake.store(), "p/")) seen.insert(info.name);
  EXPECT_EQ(seen, std::set<std::string>(names.begin(), names.end()));
}

TEST(GcsStore, AListingWhoseTokensNeverWorkEndsWithAnError) {
  ServerOptions server;
  server.most_results = 1;
  BucketLake lake(server);
  for (const char* name : {"p/a", "p/b", "p/c"}) lake.put(name, "x");
  lake.server().on_request([&](const SeenRequest&) { return Fault::token_expired; });
  EXPECT_THROW((void)list_all(lake.store(), "p/"), Error);
}

TEST(GcsStore, AListingThatShowsWhatIsGoneIsNoError) {
  BucketLake lake({});
  lake.put("in/a", "a");
  lake.put("in/b", "b");
  lake.remove("in/a");
  lake.server().on_request([](const SeenRequest&) { return Fault::stale_list; });
  const auto listed = list_all(lake.store(), "in/");
  ASSERT_EQ(listed.size(), 2U);
  EXPECT_EQ(read_one(lake.store(), {listed[0].name, listed[0].generation}).status,
            ReadResult::Status::gone);
  EXPECT_EQ(read_one(lake.store(), {listed[1].name, listed[1].generation}).bytes, "b");
}

// Not after ten waits, each as long as a healthy server may be silent.
TEST(GcsStore, ASilentServerIsGivenUp) {
  StoreOptions options = BucketLake::quick();
  options.stall_s = 1;
  BucketLake lake({}, options);
  lake.put("x", "x");
  EXPECT_EQ(list_all(lake.store(), "").size(), 1U);
  std::atomic<int> asked = 0;
  lake.server().on_request([&](const SeenRequest&) {
    ++asked;
    return Fault::silent;
  });
  EXPECT_THROW((void)lake.store().list(""), Error);
  EXPECT_GE(asked, 2);
  EXPECT_LE(asked, 4);
}

}  // namespace
}  // namespace gdo::store
