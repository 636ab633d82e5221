#include "gold/schedule.h"

#include <algorithm>

namespace gdo::gold {

Schedule::Schedule(const std::vector<const Model*>& models, std::size_t tenants)
    : reads_(models.size()),
      tenants_(tenants, {.states = std::vector(models.size(), State::waiting),
                         .ever_done = std::vector<bool>(models.size()),
                         .busy = std::nullopt}) {
  for (std::size_t model = 0; model < models.size(); ++model) {
    for (const ModelInput& input : models[model]->inputs) {
      for (std::size_t other = 0; other < model; ++other) {
        if (models[other]->name == input.entity) reads_[model].push_back(other);
      }
    }
  }
  for (std::size_t tenant = 0; tenant < tenants; ++tenant) add_ready(tenant);
}

// What has become ready of one tenant.
void Schedule::add_ready(std::size_t tenant) {
  const Tenant& its = tenants_[tenant];
  const auto is_over = [&](std::size_t model) {
    return its.states[model] == State::done || its.states[model] == State::busy;
  };
  bool all_over = true;
  for (std::size_t model = 0; model < reads_.size(); ++model) {
    all_over = all_over && is_over(model);
    if (its.states[model] == State::waiting &&
        std::all_of(reads_[model].begin(), reads_[model].end(), is_over)) {
      ready_.emplace(model, tenant);
    }
  }
  if (all_over && its.busy) ready_.emplace(reads_.size(), tenant);
}

std::optional<Schedule::Unit> Schedule::take() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopped_ || !ready_.empty() || in_hand_ == 0; });
  if (stopped_ || ready_.empty()) return std::nullopt;
  const auto [model, number] = ready_.extract(ready_.begin()).value();
  ++in_hand_;
  Tenant& tenant = tenants_[number];
  if (model == reads_.size()) return Unit{.tenant = number, .model = *tenant.busy, .wait = true};
  tenant.states[model] = State::in_hand;
  return Unit{.tenant = number, .model = model, .again = tenant.ever_done[model]};
}

void Schedule::give_back(const Unit& unit, Outcome outcome) {
  const std::lock_guard lock(mutex_);
  Tenant& tenant = tenants_[unit.tenant];
  if (unit.wait) {
    std::fill(tenant.states.begin(), tenant.states.end(), State::waiting);
    tenant.busy.reset();
  } else if (outcome == Outcome::busy) {
    tenant.states[unit.model] = State::busy;
    tenant.busy = unit.model;
  } else {
    tenant.states[unit.model] = State::done;
    tenant.ever_done[unit.model] = true;
  }
  --in_hand_;
  add_ready(unit.tenant);
  changed_.notify_all();
}

void Schedule::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

}  // namespace gdo::gold
