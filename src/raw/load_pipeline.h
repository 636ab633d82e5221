#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <semaphore>
#include <string>
#include <thread>
#include <vector>

#include "base/bounded_queue.h"
#include "base/stop.h"
#include "contract/contract.h"
#include "raw/file_decoder.h"
#include "raw/lote_loader.h"
#include "raw/mover.h"
#include "raw/run_raw.h"

namespace gdo::raw {

// What the threads of a pipeline share; references outlive it.
struct PipelineContext {
  const pg::ConnectOptions& database;
  store::ObjectStore& store;
  const contract::Catalog& catalog;
  control::LogManager& log;
  std::int64_t lease;
  decode::ReadLimits limits;
  ReadingSizes sizes;
  int workers;
  const StopFlag& stop;
  RunProgress& progress;
};

// What came out of a pipeline besides committed lotes.
struct PipelineSummary {
  std::vector<std::string> unread;   // files that could not be read now, and why
  std::vector<std::string> unmoved;  // loaded, but still in pending/, and why
  std::int64_t released = 0;         // claims given back without a result
  std::vector<std::string> foreign;  // files in another payload's folder, a sentence each
  std::vector<std::string> changed;  // objects that were another version when they were read
};

// Carries claimed plans through reading and decoding, loading, and moving, each stage on threads of
// its own, so that while a lote is being sent the next is decoded and the one before is moved.
class LoadPipeline {
 public:
  // on_committed is called by one thread at a time.
  LoadPipeline(const PipelineContext& context,
               std::function<void(const control::LotePlan&, const LoteResult&)> on_committed);
  ~LoadPipeline();  // gives up what has not begun

  // False when the pipeline has failed or should stop: then the plan's files were not taken.
  [[nodiscard]] bool push(control::LotePlan plan);
  // Waits until everything pushed is committed and moved. Throws what made it fail.
  PipelineSummary finish();

 private:
  struct Committed {
    std::vector<MoveTask> moves;
    std::vector<std::int64_t> released;
  };
  using Reader = std::unique_ptr<LoteReader>;

  // The right to send rows: as many as there are workers. A loader that has sent all of a lote
  // gives it to the next before it commits.
  using Turns = std::counting_semaphore<>;
  class Turn;

  void load_lotes();
  void load_with_remainder(LoteLoader& loader, Reader reader, Turn& turn);
  LoteRemainder load_one(LoteLoader& loader, Reader reader, Turn& turn);
  void note(const control::LotePlan& plan, const LoteResult& result);
  void note_failed(const control::LotePlan& plan, const Error& error);
  void move_files();
  void release(const control::LotePlan& plan);
  void run_stage(const std::function<void()>& stage);
  bool halted() const { return failed_ || context_.stop.requested(); }
  void close_and_join();

  PipelineContext context_;
  const std::function<void(const control::LotePlan&, const LoteResult&)> on_committed_;
  RowsPool spare_rows_;
  const ReaderContext reading_;
  Turns turns_;
  BoundedQueue<Reader> readers_;
  BoundedQueue<Committed> committed_;
  std::mutex mutex_;  // guards summary_, failure_ and on_committed_
  PipelineSummary summary_;
  std::exception_ptr failure_;
  std::atomic<bool> failed_{false};
  std::atomic<int> loading_;  // loaders that have not come to the end of readers_
  std::vector<std::thread> loaders_;
  std::thread mover_;
};

}  // namespace gdo::raw
