#pragma once

#include <sys/types.h>

#include <chrono>
#include <map>
#include <string>
#include <vector>

#include "support/temporary_folder.h"

namespace gdo::test {

// What a program left when it ended.
struct Ended {
  int exit_code = -1;  // 128 + the signal's number when one ended it
  std::string out;
  std::string err;
};

using EnvironmentOf = std::map<std::string, std::string>;

// A running process of the built gdo: with these variables and PATH, no others, in an empty folder
// of its own. Killed if it still runs when the object goes.
class Program {
 public:
  Program(const std::vector<std::string>& arguments, const EnvironmentOf& environment);
  ~Program();
  Program(const Program&) = delete;
  Program& operator=(const Program&) = delete;

  void signal(int number) const;
  // Whether it ends within that time by itself.
  bool ends_within(std::chrono::milliseconds time);
  // Waits for it; after two minutes it is killed.
  Ended wait();
  // What it has printed on stdout so far.
  std::string shown() const;
  // What it has said on stderr so far.
  std::string said() const;

 private:
  TemporaryFolder folder_;
  pid_t pid_ = -1;
  int status_ = 0;
};

// Runs gdo to its end.
Ended run_gdo(const std::vector<std::string>& arguments, const EnvironmentOf& environment);

// The same on a terminal of that width: what it shows there.
std::string show_on_terminal(const std::vector<std::string>& arguments,
                             const EnvironmentOf& environment, int columns);

}  // namespace gdo::test
