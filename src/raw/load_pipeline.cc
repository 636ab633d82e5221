#include "raw/load_pipeline.h"

#include <fmt/format.h>

#include <utility>

#include "control/claims.h"
#include "raw/batch_preparer.h"

namespace gdo::raw {
namespace {

// Besides those that the preparers and loaders have in hand: enough that a loader never waits while
// there is something decoded, and a batch's memory is not held for nothing.
constexpr std::size_t kBatchesWaiting = 1;

std::vector<std::int64_t> ids_of(const LotePlan& plan) {
  std::vector<std::int64_t> ids;
  for (const ClaimedFile& file : plan.files) ids.push_back(file.id);
  return ids;
}

// Troubles of one file or lote: the others go on.
bool concerns_one_lote(const Error& error) {
  return error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::transient ||
         error.kind() == ErrorKind::lake;
}

}  // namespace

LoadPipeline::LoadPipeline(const PipelineContext& context,
                           std::function<void(const LotePlan&, const LoteResult&)> on_committed)
    : context_(context),
      on_committed_(std::move(on_committed)),
      plans_(static_cast<std::size_t>(context.workers)),
      jobs_(kBatchesWaiting),
      settled_(static_cast<std::size_t>(context.workers) * 4) {
  for (int i = 0; i < context_.workers; ++i) {
    preparers_.emplace_back([this] { run_stage([this] { prepare_lotes(); }); });
    loaders_.emplace_back([this] { run_stage([this] { load_lotes(); }); });
  }
  mover_ = std::thread([this] { run_stage([this] { move_files(); }); });
}

LoadPipeline::~LoadPipeline() {
  failed_ = true;
  close_and_join();
}

bool LoadPipeline::push(LotePlan plan) { return !halted() && plans_.push(std::move(plan)); }

// A stage that fails stops them all: closed queues let every thread end.
void LoadPipeline::run_stage(const std::function<void()>& stage) {
  try {
    stage();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    failed_ = true;
    plans_.close();
    jobs_.close();
    settled_.close();
  }
}

void LoadPipeline::close_and_join() {
  plans_.close();
  for (auto& thread : preparers_) thread.join();
  preparers_.clear();
  jobs_.close();
  for (auto& thread : loaders_) thread.join();
  loaders_.clear();
  settled_.close();
  if (mover_.joinable()) mover_.join();
}

PipelineRemarks LoadPipeline::finish() {
  close_and_join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(remarks_);
}

void LoadPipeline::release(const LotePlan& plan) {
  (void)settled_.push({.moves = {}, .released = ids_of(plan)});
}

void LoadPipeline::prepare_lotes() {
  while (auto plan = plans_.pop()) {
    if (halted()) {
      release(*plan);
      continue;
    }
    const contract::Payload& payload = *context_.catalog.payload(plan->payload);
    if (plan->streamed) {
      (void)jobs_.push({std::move(*plan), std::nullopt});
      continue;
    }
    Preparation prepared = prepare_batch(
        context_.store, std::move(*plan),
        {.payload = payload, .limits = context_.limits, .batch_bytes = context_.batch_bytes},
        spare_rows_, context_.progress.bytes_done);
    LotePlan alone = prepared.batch.plan;
    (void)jobs_.push({alone, std::move(prepared.batch)});
    for (ClaimedFile& file : prepared.too_large) {
      alone.lote_id = 0;
      alone.streamed = true;
      alone.files = {std::move(file)};
      (void)jobs_.push({alone, std::nullopt});
    }
  }
}

void LoadPipeline::load_lotes() {
  LoteLoader loader(context_.database, context_.log, context_.lease);
  while (auto job = jobs_.pop()) {
    if (halted()) {
      release(job->plan);
      continue;
    }
    const LotePlan plan = job->plan;
    try {
      load_job(loader, std::move(*job));
    } catch (const Error& error) {
      if (!concerns_one_lote(error)) throw;
      release(plan);
      const std::lock_guard lock(mutex_);
      remarks_.released += static_cast<std::int64_t>(plan.files.size());
      remarks_.unread.push_back(
          fmt::format("{}: {}", plan.files.front().delivery.nome_arquivo, error.what()));
    }
  }
}

void LoadPipeline::load_job(LoteLoader& loader, Job job) {
  const contract::Payload& payload = *context_.catalog.payload(job.plan.payload);
  LoteResult result =
      job.batch ? loader.load(*job.batch, payload)
                : loader.load_stream(job.plan, {.store = context_.store,
                                                .payload = payload,
                                                .limits = context_.limits,
                                                .bytes_done = context_.progress.bytes_done});
  {
    const std::lock_guard lock(mutex_);
    if (job.batch) {
      remarks_.released += static_cast<std::int64_t>(job.batch->released.size());
      for (const auto& failure : job.batch->failures) remarks_.unread.push_back(failure);
    }
    on_committed_(job.plan, result);
  }
  if (job.batch) spare_rows_.give_back(std::move(job.batch->decoded));
  (void)settled_.push(
      {.moves = moves_of(job.plan, result.files), .released = std::move(result.released)});
}

void LoadPipeline::move_files() {
  pg::Connection connection(context_.database);
  Mover mover(context_.store, connection, context_.log);
  Claims claims(connection, context_.log, context_.lease, context_.store.uri());
  std::vector<MoveTask> again;
  while (auto settled = settled_.pop()) {
    claims.release(settled->released);
    const auto tasks = settled->moves;
    if (!mover.move(std::move(settled->moves)).empty()) {
      again.insert(again.end(), tasks.begin(), tasks.end());
    }
  }
  // What did not move at first may move now; what had moved stays moved.
  const auto unmoved = mover.move(std::move(again));
  const std::lock_guard lock(mutex_);
  remarks_.unmoved = unmoved;
}

}  // namespace gdo::raw
