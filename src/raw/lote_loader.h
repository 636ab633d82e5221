#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <vector>

#include "contract/contract.h"
#include "control/log_manager.h"
#include "raw/prepared_batch.h"
#include "store/object_store.h"

namespace gdo::raw {

// What became of a lote's files, once it is committed.
struct LoteResult {
  std::vector<PreparedFile> files;     // with their final status and counts
  std::vector<std::int64_t> released;  // claims without a result
};

// Loads lotes over one connection: COPY into the partition, rejections, ledger and log in one
// transaction. What can pass by trying again (deadlocks, identical files loaded at the same moment,
// a lost connection) is tried again; a lote the server refuses is narrowed down to the rows it
// means. Throws when it gave up; then nothing of the lote is stored.
class LoteLoader {
 public:
  LoteLoader(const pg::ConnectOptions& options, LogManager& log, std::int64_t lease)
      : options_(options), log_(log), lease_(lease), connection_(options) {}

  LoteResult load(const PreparedBatch& batch, const contract::Payload& payload);

  struct Stream {
    ObjectStore& store;
    const contract::Payload& payload;
    const ReadLimits& limits;
    std::atomic<std::uint64_t>& bytes_done;
  };
  // A plan without a number (a file that turned out too large for its lote) gets one.
  LoteResult load_stream(LotePlan plan, const Stream& stream);

 private:
  // Whether the whole lote is tried at once, or in parts that may fail one by one.
  enum class Mode { whole, careful };

  LoteResult persist(const LotePlan& plan, const std::function<LoteResult(Mode)>& attempt);
  LoteResult load_once(const PreparedBatch& batch, const contract::Payload& payload, Mode mode);
  bool copy_stream(const LotePlan& plan, const Stream& stream, Mode mode, LoteResult& result);
  LoteResult stream_once(const LotePlan& plan, const Stream& stream, Mode mode);
  void reconnect_if_lost();

  const pg::ConnectOptions options_;
  LogManager& log_;
  const std::int64_t lease_;
  pg::Connection connection_;
  int tries_ = 0;  // of the lote in hand
};

}  // namespace gdo::raw
