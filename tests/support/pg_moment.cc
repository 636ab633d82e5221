#include "support/pg_moment.h"

#include <utility>

namespace gdo::test {

void MomentSearch::begin(Moment moment) {
  const std::lock_guard lock(mutex_);
  moment_ = std::move(moment);
  count_ = 0;
}

void MomentSearch::end() {
  const std::lock_guard lock(mutex_);
  moment_.reset();
}

bool MomentSearch::found(Moment::Kind kind, const std::string& text) {
  const std::lock_guard lock(mutex_);
  if (!moment_ || moment_->kind != kind || text.find(moment_->saying) == std::string::npos ||
      ++count_ < moment_->number) {
    return false;
  }
  moment_.reset();
  return true;
}

bool MomentSearch::found_in_copy(const std::string& statement, int files) {
  const std::lock_guard lock(mutex_);
  if (!moment_ || moment_->kind != Moment::Kind::copied_files || files != moment_->number ||
      statement.find(moment_->saying) == std::string::npos) {
    return false;
  }
  moment_.reset();
  return true;
}

// A simple query, or the first message of an extended one that may be a repetition of one prepared
// before.
bool MomentListener::says_something_new(const MessageStream::Message& message) {
  if (message.type == 'Q') statement_ = message.body.substr(0, message.body.find('\0'));
  if (message.type == 'P') {
    const std::size_t text = message.body.find('\0') + 1;
    statement_ = message.body.substr(text, message.body.find('\0', text) - text);
  }
  if (message.type != 'Q' && message.type != 'B') return false;
  if (statement_ == "BEGIN") transaction_.clear();
  transaction_ += statement_ + "\n";
  if (message.type == 'Q') {
    copy_ = CopiedFiles::of(statement_);
    files_ = 0;
    file_ = 0;
  }
  return true;
}

MomentListener::Passing MomentListener::request(const MessageStream::Message& message) {
  if (message.type == 'd' && copy_) return copy(message);
  if (!says_something_new(message)) return {.before = message.bytes, .after = {}};
  const bool commits = message.type == 'Q' && statement_ == "COMMIT";
  if (search_.found(Moment::Kind::statement, statement_) ||
      (commits && search_.found(Moment::Kind::commit, transaction_))) {
    return {.before = {}, .after = message.bytes, .held = true};
  }
  return {.before = message.bytes, .after = {}};
}

MomentListener::Passing MomentListener::copy(const MessageStream::Message& message) {
  Passing passing;
  copy_->add(message.body);
  while (auto part = copy_->next()) {
    const bool next_file = part->file != 0 && part->file != file_;
    if ((next_file || part->last) && search_.found_in_copy(statement_, files_)) passing.held = true;
    if (next_file) ++files_;
    if (next_file) file_ = part->file;
    (passing.held ? passing.after : passing.before) += part->bytes;
  }
  if (!passing.before.empty()) passing.before = test::message('d', passing.before);
  if (!passing.after.empty()) passing.after = test::message('d', passing.after);
  return passing;
}

bool MomentListener::answer(const MessageStream::Message& message) {
  if (message.type == 'K') backend_pid_ = static_cast<int>(number_at(message.body, 0));
  return message.type == 'C' && message.body.starts_with("COMMIT") &&
         search_.found(Moment::Kind::commit_answer, transaction_);
}

}  // namespace gdo::test
