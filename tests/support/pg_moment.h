#pragma once

#include <cstdint>
#include <mutex>
#include <optional>
#include <string>

#include "support/copied_files.h"
#include "support/pg_wire.h"

namespace gdo::test {

// A point in what a program and its server say to each other.
struct Moment {
  enum class Kind {
    statement,      // before the program's statement number `number` passes
    commit,         // before its COMMIT number `number` passes
    commit_answer,  // after that COMMIT, before its answer passes
    copied_files,   // in a COPY, after the rows of `number` files and before the next, or the end
  };
  Kind kind = Kind::statement;
  int number = 1;
  // Counts only what happens in a transaction (kinds commit, commit_answer) or statement (others)
  // that says this.
  std::string saying = {};
};

// Finds a moment once, in any of a program's connections.
class MomentSearch {
 public:
  void begin(Moment moment);
  void end();
  // Whether this is the moment: counts, except for copied_files.
  bool found(Moment::Kind kind, const std::string& text);
  // The same for a COPY of this statement, so many of whose files have passed.
  bool found_in_copy(const std::string& statement, int files);

 private:
  std::mutex mutex_;
  std::optional<Moment> moment_;
  int count_ = 0;
};

// What one connection says, message by message.
class MomentListener {
 public:
  explicit MomentListener(MomentSearch& search) : search_(search) {}

  // What of a program's message may pass before the moment that the message holds, and after it.
  struct Passing {
    std::string before;
    std::string after;
    bool held = false;
  };
  Passing request(const MessageStream::Message& message);
  // Whether the moment is before this answer passes.
  bool answer(const MessageStream::Message& message);
  // All statements since BEGIN.
  const std::string& transaction() const { return transaction_; }
  // The server's process, once it has said so.
  int backend_pid() const { return backend_pid_; }

 private:
  bool says_something_new(const MessageStream::Message& message);
  Passing copy(const MessageStream::Message& message);

  MomentSearch& search_;
  std::string statement_;
  std::string transaction_;
  std::optional<CopiedFiles> copy_;
  int files_ = 0;
  std::int64_t file_ = 0;
  int backend_pid_ = 0;
};

}  // namespace gdo::test
