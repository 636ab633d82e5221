#include "raw/load_pipeline.h"

#include <fmt/format.h>

#include <deque>
#include <optional>
#include <utility>

#include "control/claims.h"
#include "raw/lote_results.h"

namespace gdo::raw {
namespace {

// Lotes that are read ahead besides those that are loaded: enough that a loader never waits while
// there is something decoded, and memory is not held for nothing.
constexpr std::size_t kReadersWaiting = 1;

std::vector<std::int64_t> ids_of(const control::LotePlan& plan) {
  std::vector<std::int64_t> ids;
  for (const control::ClaimedFile& file : plan.files) ids.push_back(file.id);
  return ids;
}

}  // namespace

class LoadPipeline::Turn {
 public:
  explicit Turn(Turns& turns) : turns_(turns) { turns_.acquire(); }
  ~Turn() { give(); }
  Turn(const Turn&) = delete;
  Turn& operator=(const Turn&) = delete;

  void give() {
    if (std::exchange(held_, false)) turns_.release();
  }

 private:
  Turns& turns_;
  bool held_ = true;
};

LoadPipeline::LoadPipeline(
    const PipelineContext& context,
    std::function<void(const control::LotePlan&, const LoteResult&)> on_committed)
    : context_(context),
      on_committed_(std::move(on_committed)),
      reading_{.store = context.store,
               .catalog = context.catalog,
               .database = context.database,
               .limits = context.limits,
               .sizes = context.sizes,
               .spare = spare_rows_,
               .bytes_done = context.progress.bytes_done},
      turns_(context.workers),
      readers_(kReadersWaiting),
      committed_(static_cast<std::size_t>(context.workers) * 4),
      loading_(context.workers + 1) {
  for (int i = 0; i <= context_.workers; ++i) {
    loaders_.emplace_back([this] { run_stage([this] { load_lotes(); }); });
  }
  mover_ = std::thread([this] { run_stage([this] { move_files(); }); });
}

LoadPipeline::~LoadPipeline() {
  failed_ = true;
  close_and_join();
}

bool LoadPipeline::push(control::LotePlan plan) {
  return !halted() && readers_.push(std::make_unique<LoteReader>(reading_, std::move(plan)));
}

// A stage that fails stops them all: closed queues let every thread end.
void LoadPipeline::run_stage(const std::function<void()>& stage) {
  try {
    stage();
  } catch (...) {
    const std::lock_guard lock(mutex_);
    if (!failure_) failure_ = std::current_exception();
    failed_ = true;
    readers_.close();
    committed_.close();
  }
}

void LoadPipeline::close_and_join() {
  readers_.close();
  for (auto& thread : loaders_) thread.join();
  loaders_.clear();
  if (mover_.joinable()) mover_.join();
}

PipelineSummary LoadPipeline::finish() {
  close_and_join();
  if (failure_) std::rethrow_exception(failure_);
  return std::move(summary_);
}

void LoadPipeline::release(const control::LotePlan& plan) {
  (void)committed_.push({.moves = {}, .released = ids_of(plan)});
}

// Whoever has nothing more to load helps to move.
void LoadPipeline::load_lotes() {
  std::optional<LoteLoader> loader;
  while (true) {
    Turn turn(turns_);
    auto reader = readers_.pop();
    if (!reader) break;
    if (!loader) loader.emplace(context_.database, context_.log, context_.lease);
    load_with_remainder(*loader, std::move(*reader), turn);
  }
  loader.reset();
  if (--loading_ == 0) committed_.close();
  move_files();
}

// What the lote left over becomes lotes of its own.
void LoadPipeline::load_with_remainder(LoteLoader& loader, Reader reader, Turn& turn) {
  std::deque<control::LotePlan> further;
  while (reader) {
    control::LotePlan plan = reader->plan();
    LoteRemainder left;
    if (halted()) {
      release(plan);
    } else {
      left = load_one(loader, std::move(reader), turn);
    }
    plan.streamed = true;
    for (control::ClaimedFile& file : left.too_large) {
      plan.files = {std::move(file)};
      further.push_back(plan);
    }
    reader = std::move(left.next);
    if (reader || further.empty()) continue;
    further.front().lote_id = loader.number_of_next();
    reader = std::make_unique<LoteReader>(reading_, std::move(further.front()));
    further.pop_front();
  }
}

// Loads one lote; a trouble that is its own gives its files back. Returns what it left over.
LoteRemainder LoadPipeline::load_one(LoteLoader& loader, Reader reader, Turn& turn) {
  const control::LotePlan plan = reader->plan();
  try {
    const auto copied = [&turn](const LoteRemainder& left) {
      if (!left.next && left.too_large.empty()) turn.give();
    };
    LoteResult result = loader.load(std::move(reader), reading_, copied);
    note(plan, result);
    (void)committed_.push(
        {.moves = moves_of(plan, result.files), .released = std::move(result.remainder.released)});
    return std::move(result.remainder);
  } catch (const Error& error) {
    if (!is_of_what_is_read(error)) throw;
    release(plan);
    note_failed(plan, error);
    return {};
  }
}

void LoadPipeline::note(const control::LotePlan& plan, const LoteResult& result) {
  const std::lock_guard lock(mutex_);
  const LoteRemainder& left = result.remainder;
  summary_.released += static_cast<std::int64_t>(left.released.size());
  summary_.unread.insert(summary_.unread.end(), left.failures.begin(), left.failures.end());
  summary_.changed.insert(summary_.changed.end(), left.changed.begin(), left.changed.end());
  for (const PreparedFile& file : result.files) {
    if (file.looks_like.empty() || file.status != FileStatus::loaded) continue;
    summary_.foreign.push_back(
        fmt::format("{}/{}: every record was rejected; this looks like `{}`: deliver it to "
                    "pending/{}/",
                    plan.payload, file.file.delivery.file_name, file.looks_like, file.looks_like));
  }
  on_committed_(plan, result);
}

void LoadPipeline::note_failed(const control::LotePlan& plan, const Error& error) {
  const std::lock_guard lock(mutex_);
  summary_.released += static_cast<std::int64_t>(plan.files.size());
  if (error.sqlstate() == kTakenOver) return;  // no trouble: somebody loads them
  const control::Delivery& first = plan.files.front().delivery;
  if (error.kind() == ErrorKind::not_found) {
    summary_.changed.push_back(first.object.name);
  } else {
    summary_.unread.push_back(fmt::format("{}: {}", first.file_name, error.what()));
  }
}

void LoadPipeline::move_files() {
  auto committed = committed_.pop();
  if (!committed) return;
  pg::Connection connection(context_.database);
  Mover mover(context_.store, connection, context_.log);
  control::Claims claims(connection, context_.log, context_.lease, context_.store.uri());
  std::vector<MoveTask> again;
  for (; committed; committed = committed_.pop()) {
    claims.release(committed->released);
    const auto tasks = committed->moves;
    if (!mover.move(std::move(committed->moves)).empty()) {
      again.insert(again.end(), tasks.begin(), tasks.end());
    }
  }
  // What did not move at first may move now; what had moved stays moved.
  const auto unmoved = mover.move(std::move(again));
  const std::lock_guard lock(mutex_);
  summary_.unmoved.insert(summary_.unmoved.end(), unmoved.begin(), unmoved.end());
}

}  // namespace gdo::raw
