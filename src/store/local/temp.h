#pragma once

#include <string_view>

#include "store/local/place.h"

namespace gdo::store {

// A file being written under a hidden name in the folder where it will appear. The name follows
// from the final name, and a lock says that its writer lives: what a killed process left is taken
// over, not piled up. The destructor removes it unless publish() succeeded.
class LocalTemp {
 public:
  // Throws Error(lake) naming the reason; Error(transient) when another process writes it now.
  explicit LocalTemp(LocalPlace target);
  ~LocalTemp();
  LocalTemp(const LocalTemp&) = delete;
  LocalTemp& operator=(const LocalTemp&) = delete;

  int fd() const { return fd_.get(); }
  // Throws Error(lake).
  void write(std::string_view bytes);
  // Makes the bytes durable, then gives them the final name without replacing anything there.
  // 0 or errno, EEXIST when the name is taken.
  int publish(LocalAbilities& abilities);

 private:
  [[noreturn]] void fail(int error_number) const;

  LocalPlace target_;
  LocalPlace place_;
  Fd fd_;
  bool published_ = false;
};

}  // namespace gdo::store
