#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pg/cluster/cluster_creation.h"

namespace gdo::pg {
namespace {

using testing::HasSubstr;
constexpr std::uint64_t kGiB = 1U << 30U;

TEST(ServerSettings, GrowWithTheMachineUpToALimit) {
  const auto settings = [](std::uint64_t memory, std::uint64_t disk) {
    return server_settings({.memory_bytes = memory, .disk_free_bytes = disk}, 15);
  };
  EXPECT_THAT(settings(256 * kGiB, 900 * kGiB), HasSubstr("shared_buffers = 2048MB\n"));
  EXPECT_THAT(settings(256 * kGiB, 900 * kGiB), HasSubstr("max_wal_size = 8192MB\n"));
  EXPECT_THAT(settings(3 * kGiB, 8 * kGiB), HasSubstr("shared_buffers = 512MB\n"));
  EXPECT_THAT(settings(3 * kGiB, 8 * kGiB), HasSubstr("max_wal_size = 1024MB\n"));
  EXPECT_THAT(settings(0, 0), HasSubstr("shared_buffers = 32MB\n"));
  EXPECT_THAT(settings(0, 0), HasSubstr("max_wal_size = 256MB\n"));
}

TEST(ServerSettings, SmallSharedMemoryOfAContainerIsNotUsed) {
  EXPECT_THAT(server_settings({.shm_free_bytes = 64U << 20U}, 15),
              HasSubstr("dynamic_shared_memory_type = mmap\n"));
  EXPECT_THAT(server_settings({.shm_free_bytes = kGiB}, 15),
              HasSubstr("dynamic_shared_memory_type = posix\n"));
}

TEST(ServerSettings, OldServersGetNoSettingTheyDoNotKnow) {
  EXPECT_THAT(server_settings({}, 14), HasSubstr("wal_compression = on\n"));
  EXPECT_THAT(server_settings({}, 15), HasSubstr("wal_compression = lz4\n"));
}

TEST(ServerSettings, MachineIsMeasured) {
  const MachineSize machine = measure_machine("/");
  EXPECT_GT(machine.memory_bytes, 64U << 20U);
  EXPECT_GE(machine.cores, 1U);
}

}  // namespace
}  // namespace gdo::pg
