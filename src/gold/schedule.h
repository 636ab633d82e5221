#pragma once

#include <condition_variable>
#include <cstddef>
#include <mutex>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "gold/model.h"

namespace gdo::gold {

// Deals out the models of all tenants to workers: each after those of its tenant that it reads, and
// the first ones of every tenant before the later ones of any, so that no tenant's are left to be
// worked on alone at the end.
class Schedule {
 public:
  enum class Outcome { done, busy };  // busy: another process has it in hand

  struct Unit {
    std::size_t tenant = 0;
    std::size_t model = 0;  // of those given
    bool again = false;     // it was done before, but others of its tenant were not
    bool wait = false;      // not to be worked on: another process's end is to be waited for
  };

  // models: each after those it reads.
  Schedule(const std::vector<const Model*>& models, std::size_t tenants);

  // The next one. Waits while all that are left read one that is in hand. Nothing when all are
  // done, or after stop().
  std::optional<Unit> take();

  // Each one that was taken is given back. When one of a tenant was busy, all models of the tenant
  // come once more after the wait: the other process may have read what was there before those
  // that the model reads were done, and those that read it have more to do then.
  void give_back(const Unit& unit, Outcome outcome);

  void stop();

 private:
  enum class State { waiting, in_hand, done, busy };
  struct Tenant {
    std::vector<State> states;
    std::vector<bool> ever_done;
    std::optional<std::size_t> busy;  // the last model that was
  };

  void add_ready(std::size_t tenant);

  std::vector<std::vector<std::size_t>> reads_;  // by model: those that it reads
  std::vector<Tenant> tenants_;
  // Model and tenant of what may be taken; in the place of the model after the last: of a wait.
  std::set<std::pair<std::size_t, std::size_t>> ready_;
  std::size_t in_hand_ = 0;
  bool stopped_ = false;
  std::mutex mutex_;
  std::condition_variable changed_;
};

}  // namespace gdo::gold
