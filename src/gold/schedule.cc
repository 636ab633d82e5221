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
}

bool Schedule::is_ready(const Tenant& tenant, std::size_t model) const {
  if (tenant.states[model] != State::waiting) return false;
  return std::all_of(reads_[model].begin(), reads_[model].end(), [&](std::size_t other) {
    return tenant.states[other] == State::done || tenant.states[other] == State::busy;
  });
}

std::optional<Schedule::Unit> Schedule::ready() const {
  for (std::size_t model = 0; model < reads_.size(); ++model) {
    for (std::size_t t = 0; t < tenants_.size(); ++t) {
      if (!is_ready(tenants_[t], model)) continue;
      return Unit{.tenant = t, .model = model, .again = tenants_[t].ever_done[model]};
    }
  }
  for (std::size_t t = 0; t < tenants_.size(); ++t) {
    const Tenant& tenant = tenants_[t];
    const bool over = std::all_of(tenant.states.begin(), tenant.states.end(), [](State state) {
      return state == State::done || state == State::busy;
    });
    if (tenant.busy && over) return Unit{.tenant = t, .model = *tenant.busy, .wait = true};
  }
  return std::nullopt;
}

std::optional<Schedule::Unit> Schedule::take() {
  std::unique_lock lock(mutex_);
  while (!stopped_) {
    if (const std::optional<Unit> unit = ready()) {
      tenants_[unit->tenant].states[unit->model] = State::in_hand;
      ++in_hand_;
      return unit;
    }
    if (in_hand_ == 0) break;
    changed_.wait(lock);
  }
  return std::nullopt;
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
  changed_.notify_all();
}

void Schedule::stop() {
  const std::lock_guard lock(mutex_);
  stopped_ = true;
  changed_.notify_all();
}

}  // namespace gdo::gold
