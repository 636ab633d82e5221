// A writer that appends to files while `gdo run --watch` takes them.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <csignal>
#include <random>
#include <thread>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;

constexpr int kFiles = 50;
constexpr int kLines = 1200;

std::string line(int number) {
  return fmt::format(
      "{{\"id_animal\":\"A{}\",\"id_propriedade\":\"F1\",\"data_nascimento\":\"2024-05-01\"}}\n",
      number);
}

// Lines are appended whole; some through a file that stays open while gdo moves it.
void append_at_random(const fs::path& folder) {
  std::minstd_rand random(7);  // NOLINT(cert-msc51-cpp): repeatable on purpose
  std::vector<int> open_files(kFiles, -1);
  for (int number = 0; number < kLines; ++number) {
    const auto place = static_cast<std::size_t>(random() % kFiles);
    int& file = open_files[place];
    if (file >= 0 && random() % 3 == 0) {
      ::close(file);
      file = -1;
    }
    const std::string name = (folder / fmt::format("f{}.json", place)).string();
    if (file < 0) file = ::open(name.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666);
    const std::string text = line(number);
    ASSERT_EQ(::write(file, text.data(), text.size()), static_cast<ssize_t>(text.size()));
    std::this_thread::sleep_for(milliseconds(random() % 20));
  }
  for (const int file : open_files) {
    if (file >= 0) ::close(file);
  }
}

TEST(Writer, LosesNoLineAndDoublesNone) {
  RawSite site;
  site.environment["GDO_SETTLE_S"] = "0.2";
  const fs::path folder = site.lake() / "pending/animais/cliente=a1b2c3";
  fs::create_directories(folder);
  {
    Program watch({"run", "--watch", "--interval", "1"}, site.environment);
    append_at_random(folder);
    watch.signal(SIGTERM);
    (void)watch.wait();
  }
  for (int i = 0; i < 3; ++i) EXPECT_EQ(run_gdo({"run"}, site.environment).exit_code, 0);
  EXPECT_TRUE(fs::is_empty(folder));
  const std::string all = std::to_string(kLines);
  EXPECT_EQ(site.ask("SELECT count(DISTINCT id_animal) FROM raw_animais"), all);
  EXPECT_EQ(site.ask("SELECT count(*) FROM trusted_animais"), all);
  const Ended audit = run_gdo({"audit"}, site.environment);
  EXPECT_EQ(audit.exit_code, 0) << audit.out;
}

}  // namespace
}  // namespace gdo::test
