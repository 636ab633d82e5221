// Twenty processes that drop files at once, each in its manner, while two `gdo run --watch` take
// them.

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdio>
#include <memory>
#include <optional>
#include <set>
#include <stdexcept>
#include <thread>

#include "e2e/raw_contents.h"
#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

namespace fs = std::filesystem;
using std::chrono::milliseconds;
using Clock = std::chrono::steady_clock;

constexpr int kWriters = 20;
constexpr int kFilesOfWriter = 12;
constexpr int kOneName = 4;  // deliveries of a writer whose name is the others', too
constexpr int kRecords = 5;

enum class Manner { moved, in_place, overwritten, one_name, same_bytes };
constexpr int kManners = 5;

// Of the version of a file that stays, and of one that is overwritten.
constexpr const char* kBorn = "2024-05-01";
constexpr const char* kBornAtFirst = "2023-12-31";

std::string content(const std::string& owner, int file, const char* born = kBorn) {
  std::string records;
  for (int record = 0; record < kRecords; ++record) {
    records +=
        fmt::format(R"({}{{"id_animal":"{}-{}-{}","id_propriedade":"F1","data_nascimento":"{}"}})",
                    record == 0 ? "[" : ",\n", owner, file, record, born);
  }
  return records + "]";
}

void pause(int least_ms) { std::this_thread::sleep_for(milliseconds(least_ms)); }

// Runs in a process of its own.
class Writer {
 public:
  Writer(fs::path folder, int number)
      : folder_(std::move(folder)),
        number_(number),
        manner_(static_cast<Manner>(number % kManners)),
        owner_(fmt::format("W{}", number)) {}

  void write_all() const {
    for (int file = 0; file < (manner_ == Manner::one_name ? kOneName : kFilesOfWriter); ++file) {
      write(file);
      pause(number_ % 7);
    }
  }

 private:
  void write(int file) const {
    const fs::path path = folder_ / fmt::format("{}-{}.json", owner_, file);
    switch (manner_) {
      case Manner::moved:
        return move_to(path, content(owner_, file));
      case Manner::in_place:
        return in_pieces(path, content(owner_, file));
      case Manner::overwritten:
        in_pieces(path, content(owner_, file, kBornAtFirst));
        pause(15 * file);
        return in_pieces(path, content(owner_, file));
      case Manner::one_name:
        return move_to(folder_ / "entrega.json", content(owner_, file));
      case Manner::same_bytes:
        return move_to(path, content("todos", file));
    }
  }

  // Never over another's: a name that is taken comes free when gdo has moved its file.
  void move_to(const fs::path& path, const std::string& bytes) const {
    const fs::path hidden = folder_ / fmt::format("{}.tmp", owner_);
    in_pieces(hidden, bytes);
    const Clock::time_point end = Clock::now() + std::chrono::seconds(60);
    while (renameat2(AT_FDCWD, hidden.c_str(), AT_FDCWD, path.c_str(), RENAME_NOREPLACE) != 0) {
      if (Clock::now() > end) throw std::runtime_error("nobody takes " + path.string());
      pause(2);
    }
  }

  static void in_pieces(const fs::path& path, const std::string& bytes) {
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    const std::size_t half = bytes.size() / 2;
    for (const auto& piece : {bytes.substr(0, half), bytes.substr(half)}) {
      if (::write(file, piece.data(), piece.size()) != static_cast<ssize_t>(piece.size())) {
        throw std::runtime_error("cannot write " + path.string());
      }
      pause(3);
    }
    ::close(file);
  }

  const fs::path folder_;
  const int number_;
  const Manner manner_;
  const std::string owner_;
};

pid_t start_writer(const fs::path& folder, int number) {
  const pid_t pid = fork();
  if (pid != 0) return pid;
  try {
    Writer(folder, number).write_all();
    _exit(0);
  } catch (const std::exception& error) {
    (void)std::fprintf(stderr, "%s\n", error.what());
    _exit(1);
  }
}

class Crowd : public testing::Test {
 protected:
  Crowd() {
    site_.environment["GDO_SETTLE_S"] = "2";
    EXPECT_EQ(run_gdo({"migrate"}, site_.environment).exit_code, 0);
    fs::create_directories(folder());
  }

  fs::path folder() const { return site_.lake() / "pending/animais/cliente=c1c1c1"; }
  std::unique_ptr<Program> watch() const {
    return std::make_unique<Program>(std::vector<std::string>{"run", "--watch", "--interval", "1"},
                                     site_.environment);
  }

  void start_writers() {
    for (int number = 0; number < kWriters; ++number) {
      writers_.push_back(start_writer(folder(), number));
    }
  }

  void wait_for_writers() {
    for (const pid_t pid : writers_) {
      int status = -1;
      waitpid(pid, &status, 0);
      EXPECT_EQ(status, 0) << "a writer";
    }
  }

  static std::set<std::string> expected_animals() {
    std::set<std::string> animals;
    for (int number = 0; number < kWriters; ++number) {
      const auto manner = static_cast<Manner>(number % kManners);
      for (int file = 0; file < (manner == Manner::one_name ? kOneName : kFilesOfWriter); ++file) {
        for (int record = 0; record < kRecords; ++record) {
          animals.insert(fmt::format(
              "{}-{}-{} {}", manner == Manner::same_bytes ? "todos" : fmt::format("W{}", number),
              file, record, kBorn));
        }
      }
    }
    return animals;
  }

  // What the watches have not done, or will do at their next look at late writers, runs do.
  void expect_everything_once() const {
    for (int i = 0; i < 3; ++i) {
      const Ended ended = run_gdo({"run"}, site_.environment);
      EXPECT_EQ(ended.exit_code, 0) << ended.err << ended.out;
    }
    pg::Connection connection = site_.connect();
    const pg::Result gold = connection.query(
        "SELECT id_animal || ' ' || data_nascimento FROM service_animais ORDER BY 1");
    std::set<std::string> animals;
    for (int row = 0; row < gold.rows(); ++row) animals.emplace(gold.text(row, 0));
    EXPECT_EQ(static_cast<int>(animals.size()), gold.rows()) << "one is there twice";
    EXPECT_EQ(animals, expected_animals());
    EXPECT_EQ(
        site_.ask("SELECT count(*) FROM raw_animais WHERE dados_completos ->> 'id_animal' LIKE "
                  "'todos-%'"),
        std::to_string(kFilesOfWriter * kRecords));
    EXPECT_EQ(site_.ask("SELECT count(*) FROM registro_rejeitado"), "0");
    EXPECT_TRUE(fs::is_empty(folder()));
    EXPECT_FALSE(fs::exists(site_.lake() / "error"));
    const Ended audit = run_gdo({"audit"}, site_.environment);
    EXPECT_EQ(audit.exit_code, 0) << audit.out;
  }

  RawSite site_;
  std::vector<pid_t> writers_;
};

void stop(Program& watch) {
  watch.signal(SIGTERM);
  const Ended ended = watch.wait();
  EXPECT_EQ(ended.exit_code, 0) << ended.err;
}

TEST_F(Crowd, TwoWatchesLoseNothingAndDoubleNothing) {
  const auto first = watch();
  const auto second = watch();
  start_writers();
  wait_for_writers();
  stop(*first);
  stop(*second);
  expect_everything_once();
}

TEST_F(Crowd, NorWhenOneOfThemIsKilledNowAndThen) {
  const auto first = watch();
  start_writers();
  for (const int life_ms : {300, 500, 700, 900}) {
    const auto second = watch();
    EXPECT_FALSE(second->ends_within(milliseconds(life_ms))) << second->said();
  }
  wait_for_writers();
  stop(*first);
  expect_everything_once();
}

}  // namespace
}  // namespace gdo::test
