#include "store/gcs/stream.h"

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "base/error.h"
#include "store/content_hasher.h"
#include "store/gcs/store.h"
#include "store/test_lakes.h"

namespace gdo::store {
namespace {

using gcs_server::Fault;
using gcs_server::SeenRequest;
using gcs_server::ServerOptions;
using test::BucketLake;
using test::stream_all;

std::string pattern(std::size_t size) {
  std::string bytes(size, '\0');
  for (std::size_t index = 0; index < size; ++index)
    bytes[index] = static_cast<char>((index * 2654435761U) >> 13U);
  return bytes;
}

bool is_media(const SeenRequest& request) {
  return request.target.find("alt=media") != std::string::npos;
}

// Above what is held back, so that bytes are handed out before the end is known.
const std::string& large() {
  static const std::string bytes = pattern(GcsStream::kHeldBytes + 5'000'001);
  return bytes;
}

TEST(GcsStream, ABrokenTransferGoesOnWhereItBroke) {
  for (const bool ignore_range : {false, true}) {
    ServerOptions server;
    server.ignore_range = ignore_range;
    BucketLake lake(server);
    const std::int64_t generation = lake.put("x", large());
    std::atomic<int> reads = 0;
    std::atomic<int> resumed = 0;
    lake.server().on_request([&](const SeenRequest& request) {
      if (!is_media(request)) return Fault::none;
      resumed += request.range.empty() ? 0 : 1;
      return reads++ < 3 ? Fault::cut_body : Fault::none;
    });
    EXPECT_TRUE(stream_all(lake.store(), {"x", generation}) == large());
    EXPECT_EQ(resumed, 3);
  }
}

TEST(GcsStream, ACorruptedSmallObjectIsReadAgain) {
  BucketLake lake({});
  const std::string bytes = pattern(1'000'000);
  const std::int64_t generation = lake.put("x", bytes);
  std::atomic<int> reads = 0;
  lake.server().on_request([&](const SeenRequest& request) {
    return is_media(request) && reads++ < 2 ? Fault::corrupt_body : Fault::none;
  });
  EXPECT_TRUE(stream_all(lake.store(), {"x", generation}) == bytes);
  EXPECT_EQ(reads, 3);
}

TEST(GcsStream, ACorruptedLargeObjectIsToldAtItsEnd) {
  BucketLake lake({});
  const std::int64_t generation = lake.put("x", large());
  lake.server().on_request([&](const SeenRequest&) { return Fault::corrupt_body; });
  const auto reader = lake.store().open({"x", generation});
  EXPECT_EQ(reader->info().size, large().size());
  std::string buffer(1'000'000, '\0');
  std::size_t count = 0;
  try {
    while (const std::size_t got = reader->read(buffer)) count += got;
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::transient);
  }
  EXPECT_EQ(count, large().size());
}

TEST(GcsStream, AnObjectReplacedWhileItIsReadIsNotMixed) {
  BucketLake lake({});
  const std::int64_t generation = lake.put("x", large());
  std::atomic<int> reads = 0;
  lake.server().on_request([&](const SeenRequest& request) {
    if (is_media(request) && reads++ == 0) return Fault::cut_body;
    if (reads == 2) lake.put("x", "new");
    return Fault::none;
  });
  EXPECT_THROW(stream_all(lake.store(), {"x", generation}), Error);
}

TEST(GcsStream, AnswersWithoutGooglesHeadersAreCheckedByTheMetadata) {
  ServerOptions server;
  server.google_headers = false;
  BucketLake lake(server);
  const std::int64_t generation = lake.put("x", large());
  EXPECT_TRUE(stream_all(lake.store(), {"x", generation}) == large());
  lake.put("x", pattern(100));
  EXPECT_THROW(stream_all(lake.store(), {"x", generation}), Error);
}

TEST(GcsStream, AReaderMayStopInTheMiddle) {
  BucketLake lake({});
  const std::int64_t generation = lake.put("x", large());
  for (int time = 0; time < 20; ++time) {
    const auto reader = lake.store().open({"x", generation});
    std::string buffer(1000, '\0');
    EXPECT_EQ(reader->read(buffer), buffer.size());
    EXPECT_EQ(buffer, large().substr(0, buffer.size()));
  }
  EXPECT_TRUE(lake.store().stat("x"));
}

TEST(GcsStream, AReaderMayOutliveItsStore) {
  gcs_server::Server server({});
  server.add_bucket("b");
  const std::int64_t generation = server.put("b", "x", large());
  StoreOptions options = BucketLake::quick();
  options.emulator_host = server.host();
  auto store = open_store("gs://b", options);
  const auto reader = store->open({"x", generation});
  store.reset();
  std::string buffer(1'000'000, '\0');
  std::size_t count = 0;
  while (const std::size_t got = reader->read(buffer)) count += got;
  EXPECT_EQ(count, large().size());
}

// The server maps a file, and its pages are not ours: what grows is what the stream holds.
TEST(GcsStream, ASlowReaderIsWaitedForInBoundedMemory) {
  const test::TemporaryFolder folder;
  const std::filesystem::path file = folder.path() / "big";
  constexpr std::size_t kSize = 400'000'000;
  std::ofstream(file, std::ios::binary) << "first";
  std::filesystem::resize_file(file, kSize);  // zeros that occupy no disk
  BucketLake lake({});
  lake.server().put_file(BucketLake::kBucket, "data/lake/big", file);
  const std::int64_t generation = lake.store().stat("big")->generation;

  std::atomic<std::uint64_t> anonymous = 0;
  const auto reader = lake.store().open({"big", generation});
  const auto own_memory = [] {
    std::ifstream stream("/proc/self/status");
    for (std::string line; std::getline(stream, line);)
      if (line.starts_with("RssAnon:")) return std::stoull(line.substr(8)) * 1024;
    return 0ULL;
  };
  const std::uint64_t before = own_memory();
  std::string buffer(1'000'000, '\0');
  std::size_t count = 0;
  for (int slow = 0; slow < 30; ++slow) {
    count += reader->read(buffer);
    std::this_thread::sleep_for(std::chrono::milliseconds(10));
    anonymous = std::max<std::uint64_t>(anonymous, own_memory());
  }
  while (const std::size_t got = reader->read(buffer)) {
    count += got;
    if (count % 50'000'000 < got) anonymous = std::max<std::uint64_t>(anonymous, own_memory());
  }
  EXPECT_EQ(count, kSize);
  EXPECT_LT(anonymous - std::min<std::uint64_t>(before, anonymous), 40'000'000U);
}

TEST(GcsStore, ThreadsShareOneStore) {
  BucketLake lake({});
  std::vector<std::thread> threads;
  for (int thread = 0; thread < 4; ++thread) {
    for (int index = 0; index < 50; ++index)
      lake.put(std::to_string(thread) + "/" + std::to_string(index), "x");
    threads.emplace_back([&lake, thread] {
      const std::string folder = std::to_string(thread) + "/";
      std::vector<MoveRequest> moves;
      for (const ObjectInfo& info : test::list_all(lake.store(), folder))
        moves.push_back({info.name, info.generation, content_of("x"), "done/" + info.name});
      for (const MoveResult& result : lake.store().move_all(moves))
        EXPECT_EQ(result.outcome, MoveResult::Outcome::moved);
    });
  }
  for (std::thread& thread : threads) thread.join();
  EXPECT_EQ(test::list_all(lake.store(), "done/").size(), 200U);
}

// Some of the requests are never answered, some wait for another attempt, some for their turn.
TEST(GcsStore, AStoreIsClosedAtOnceInTheMiddleOfItsWork) {
  StoreOptions options = BucketLake::quick();
  options.requests_in_flight = 64;
  options.back_off_ms = 10'000;
  BucketLake lake({});
  options.emulator_host = lake.server().host();
  std::vector<ReadRequest> reads;
  for (int index = 0; index < 300; ++index) {
    const std::string name = "in/" + std::to_string(index);
    reads.push_back({name, lake.put(name, "bytes")});
  }
  lake.server().on_request([seen = 0](const SeenRequest&) mutable {
    ++seen;
    return seen < 3 ? Fault::none : seen % 2 == 0 ? Fault::silent : Fault::unavailable;
  });
  auto store = open_store("gs://" + std::string(BucketLake::kBucket) + "/data/lake", options);
  const auto stop = [](std::size_t, const ReadResult&) { throw std::runtime_error("enough"); };
  EXPECT_THROW(store->read_all(reads, stop), std::runtime_error);
  std::this_thread::sleep_for(std::chrono::milliseconds(50));
  const auto before = std::chrono::steady_clock::now();
  store.reset();
  EXPECT_LT(std::chrono::steady_clock::now() - before, std::chrono::seconds(2));
}

}  // namespace
}  // namespace gdo::store
