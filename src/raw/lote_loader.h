#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "contract/contract.h"
#include "control/log_manager.h"
#include "raw/lote_reader.h"
#include "raw/prepared_file.h"

namespace gdo::raw {

// What became of a lote's files, once it is committed.
struct LoteResult {
  std::vector<PreparedFile> files;  // with their final status and counts
  LoteRemainder remainder;
};

// Loads lotes over one connection: COPY into the partition, rejections, ledger and log in one
// transaction. What can pass by trying again (deadlocks, identical files loaded at the same moment,
// a lost connection) is tried again; a lote the server refuses is narrowed down to the rows it
// means. Throws when it gave up; then nothing of the lote is stored.
class LoteLoader {
 public:
  LoteLoader(const pg::ConnectOptions& options, control::LogManager& log, std::int64_t lease)
      : options_(options), log_(log), lease_(lease), connection_(options) {}

  // What `reader` reads; what is tried again is read again. `copied` is called when all rows have
  // been sent, before they are committed.
  using Copied = std::function<void(const LoteRemainder&)>;
  LoteResult load(
      std::unique_ptr<LoteReader> reader, const ReaderContext& context,
      const Copied& copied = [](const LoteRemainder&) {});

  // The number of a further lote.
  std::int64_t number_of_next();

 private:
  // Whether the whole lote is tried at once, or in parts that may fail one by one.
  enum class Mode { whole, careful };
  using Attempt = std::function<void(Mode)>;

  void persist(const control::LotePlan& plan, const Attempt& attempt);
  bool copy(LoteReader& reader, const contract::Payload& payload, Mode mode, LoteResult& result);
  void load_once(LoteReader& reader, const contract::Payload& payload, Mode mode,
                 const Copied& copied, LoteResult& result);
  void reconnect_if_lost();

  const pg::ConnectOptions options_;
  control::LogManager& log_;
  const std::int64_t lease_;
  pg::Connection connection_;
  int tries_ = 0;  // of the lote in hand
};

}  // namespace gdo::raw
