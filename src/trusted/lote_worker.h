#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "control/log_manager.h"
#include "pg/connection.h"
#include "trusted/group_judge.h"
#include "trusted/lote_group.h"
#include "trusted/publication.h"

namespace gdo::trusted {

// What one transaction did.
struct GroupResult {
  LoteGroup group;
  GroupFindings findings;
  std::int64_t records = 0;
  std::int64_t duration_ms = 0;
};

// The sessions of one worker: one holds the transaction and the temporary tables, the other streams
// raw rows and makes partitions. Not for two threads at once.
class LoteWorker {
 public:
  // So many bytes of rows wait in memory, unless set otherwise: what a usual group makes, and
  // more.
  static constexpr std::size_t kHeldBytes = 64U << 20U;

  // All must outlive it.
  LoteWorker(const pg::ConnectOptions& database, const contract::Catalog& catalog,
             control::LogManager& log, std::size_t held_bytes = kHeldBytes);

  // Judges and publishes the next waiting lotes, in one transaction. Empty when none is free.
  // skipped: lotes to leave to others; alone: one at a time. Throws Error; then nothing was
  // changed, and taken() says what it was about.
  std::optional<GroupResult> work(const std::vector<std::string>& payloads,
                                  const std::vector<std::int64_t>& skipped, bool alone);
  const std::optional<LoteGroup>& taken() const { return taken_; }

  // What became of the rows that an earlier judgement of the lotes published.
  enum class JudgeMode {
    kept,     // they are there: those no longer accepted are to go
    removed,  // they are gone already
    apart,    // they are none of this judgement's business: it looks at single items
  };
  // In the writer's open transaction: judges a group and publishes what it accepts, without closing
  // its books. Where PostgreSQL refuses a value that every check passed, its items are found and
  // rejected, and the others published.
  GroupFindings judge_and_publish(const LoteGroup& group, const GroupJudge::Request& request,
                                  JudgeMode mode);

  pg::Connection& writer() { return writer_; }
  GroupJudge& judge_of(const std::string& payload);
  Publication& publication() { return *publication_; }
  const contract::Payload& payload(const std::string& name) const {
    return *catalog_.payload(name);
  }
  // After an error: sessions that were lost are opened again, temporary tables made anew.
  void recover();
  pg::Connection& idle() { return reader_; }

 private:
  GroupFindings publish_once(const LoteGroup& group, const GroupJudge::Request& request,
                             JudgeMode mode);
  std::set<ItemPlace> refused_items(const LoteGroup& group, const GroupJudge::Request& request);
  void remove_unaccepted(const LoteGroup& group, const PublicationTime& time);

  const pg::ConnectOptions& database_;
  const contract::Catalog& catalog_;
  control::LogManager& log_;
  const std::size_t held_bytes_;
  pg::Connection writer_;
  pg::Connection reader_;
  std::unique_ptr<Publication> publication_;
  std::map<std::string, std::unique_ptr<GroupJudge>> judges_;
  std::optional<LoteGroup> taken_;
  bool direct_ = true;  // the next group's rows may go straight into their tables
};

}  // namespace gdo::trusted
