#include "base/bounded_queue.h"

#include <gtest/gtest.h>

#include <memory>
#include <thread>

namespace gdo {
namespace {

TEST(BoundedQueue, GivesItemsInTheOrderTheyCame) {
  BoundedQueue<int> queue(2);
  std::thread producer([&] {
    for (int i = 0; i < 100; ++i) EXPECT_TRUE(queue.push(i));
    queue.close();
  });
  for (int i = 0; i < 100; ++i) EXPECT_EQ(queue.pop(), i);
  EXPECT_EQ(queue.pop(), std::nullopt);
  producer.join();
}

TEST(BoundedQueue, ClosingWakesAProducerThatWaitsForRoom) {
  BoundedQueue<std::unique_ptr<int>> queue(1);
  EXPECT_TRUE(queue.push(std::make_unique<int>(1)));
  std::thread producer([&] { EXPECT_FALSE(queue.push(std::make_unique<int>(2))); });
  queue.close();
  producer.join();
  EXPECT_EQ(**queue.pop(), 1);
  EXPECT_FALSE(queue.pop().has_value());
}

TEST(BoundedQueue, AHeavyItemWaitsUntilItIsAlone) {
  BoundedQueue<int> queue(10);
  EXPECT_TRUE(queue.push(1, 4));
  std::thread producer([&] {
    EXPECT_TRUE(queue.push(2, 20));
    queue.close();
  });
  EXPECT_EQ(queue.pop(), 1);
  EXPECT_EQ(queue.pop(), 2);
  EXPECT_EQ(queue.pop(), std::nullopt);
  producer.join();
}

TEST(BoundedQueue, TakesTheKindsInTurn) {
  BoundedQueue<int, char> queue(100);
  for (const int item : {1, 2, 3}) EXPECT_TRUE(queue.push(item, 1, 'a'));
  EXPECT_TRUE(queue.push(7, 1, 'c'));
  EXPECT_TRUE(queue.push(5, 1, 'b'));
  queue.close();
  EXPECT_FALSE(queue.push(6, 1, 'b'));
  for (const int item : {1, 5, 7, 2, 3}) EXPECT_EQ(queue.pop(), item);
  EXPECT_EQ(queue.pop(), std::nullopt);
}

}  // namespace
}  // namespace gdo
