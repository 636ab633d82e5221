#include "gold/schedule.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <thread>
#include <utility>

#include "base/worker_threads.h"
#include "gold/models.h"

namespace gdo::gold {
namespace {

using Outcome = Schedule::Outcome;

std::vector<const Model*> built_in() {
  std::vector<const Model*> models;
  for (const Model& model : built_in_models()) models.push_back(&model);
  return models;
}

std::size_t place_of(const std::vector<const Model*>& models, std::string_view name) {
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (models[i]->name == name) return i;
  }
  return models.size();
}

TEST(Schedule, GivesEachModelOfEachTenantOnceAndAfterThoseThatItReads) {
  const std::vector<const Model*> models = built_in();
  constexpr std::size_t kTenants = 7;
  Schedule schedule(models, kTenants);
  std::mutex mutex;
  std::vector<std::set<std::string>> done(kTenants);
  run_workers(4, [&] {
    while (const auto unit = schedule.take()) {
      const Model& model = *models[unit->model];
      {
        const std::lock_guard lock(mutex);
        for (const ModelInput& input : model.inputs) {
          if (place_of(models, input.entity) == models.size()) continue;  // an entity of trusted
          EXPECT_TRUE(done[unit->tenant].contains(input.entity)) << model.name;
        }
      }
      std::this_thread::yield();
      {
        const std::lock_guard lock(mutex);
        EXPECT_TRUE(done[unit->tenant].insert(model.name).second) << model.name;
      }
      schedule.give_back(*unit, Outcome::done);
    }
  });
  for (const std::set<std::string>& names : done) EXPECT_EQ(names.size(), models.size());
}

TEST(Schedule, TheFirstModelsOfAllTenantsComeBeforeTheLaterOnesOfAny) {
  const std::vector<const Model*> models = built_in();
  Schedule schedule(models, 3);
  for (std::size_t tenant = 0; tenant < 3; ++tenant) {
    const auto unit = schedule.take();
    ASSERT_TRUE(unit);
    EXPECT_EQ(unit->tenant, tenant);
    EXPECT_EQ(unit->model, 0U);
  }
}

TEST(Schedule, AfterOneThatAnotherProcessHadInHandTheTenantsModelsComeOnceMore) {
  const std::vector<const Model*> models = built_in();
  const std::size_t orders = place_of(models, "service_ordens_desossa");
  Schedule schedule(models, 2);
  std::map<std::size_t, std::vector<std::size_t>> dealt;  // by tenant
  bool first = true;
  int waits = 0;
  while (const auto unit = schedule.take()) {
    if (unit->wait) {
      ++waits;
      EXPECT_EQ(unit->tenant, 1U);
      EXPECT_EQ(unit->model, orders);
      EXPECT_EQ(dealt[1].size(), models.size());
      schedule.give_back(*unit, Outcome::done);
      continue;
    }
    dealt[unit->tenant].push_back(unit->model);
    const bool busy = unit->tenant == 1 && unit->model == orders && std::exchange(first, false);
    EXPECT_EQ(unit->again, waits > 0 && unit->model != orders);
    schedule.give_back(*unit, busy ? Outcome::busy : Outcome::done);
  }
  EXPECT_EQ(waits, 1);
  EXPECT_EQ(dealt[0].size(), models.size());
  EXPECT_EQ(dealt[1].size(), 2 * models.size());
}

TEST(Schedule, NobodyWaitsForWhatAWorkerThatStoppedHadInHand) {
  const std::vector<const Model*> models = built_in();
  Schedule schedule(models, 1);
  std::vector<Schedule::Unit> in_hand;
  in_hand.push_back(*schedule.take());
  in_hand.push_back(*schedule.take());  // those that read nothing of these
  std::jthread waiting([&] {
    while (const auto unit = schedule.take()) schedule.give_back(*unit, Outcome::done);
  });
  schedule.stop();
  waiting.join();
  EXPECT_FALSE(schedule.take());
}

TEST(Schedule, WithoutTenantsThereIsNothingToDo) { EXPECT_FALSE(Schedule(built_in(), 0).take()); }

}  // namespace
}  // namespace gdo::gold
