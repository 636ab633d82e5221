#pragma once

#include <compare>
#include <cstdint>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "judge/drift.h"
#include "judge/findings.h"
#include "judge/judge.h"
#include "pg/connection.h"
#include "trusted/lote_counts.h"
#include "trusted/lote_group.h"
#include "trusted/rejections.h"
#include "trusted/staging.h"

namespace gdo::trusted {

// A file that went over its contract's rejection limit.
struct BlockedFile {
  std::int64_t lote_id = 0;
  std::int64_t file_id = 0;
  std::string file_name;
  std::int64_t items = 0;
  std::int64_t rejected = 0;
};

struct LoteFindings {
  std::vector<judge::RuleTotals> rule_totals;
  std::vector<judge::MemberSeen> members;
};

struct GroupFindings {
  LoteCounts
      lote_counts;  // itens, aceitos, com_avisos, rejeitados; the rest is for the publication
  std::map<std::int64_t, LoteFindings> lotes;
  std::vector<BlockedFile> blocked;
};

// Judges the lotes of one payload: accepted rows go to Staging, the others to Rejections. Not for
// two threads at once.
class GroupJudge {
 public:
  // writer: holds the transaction and the temporary tables; reader: streams raw rows meanwhile. All
  // must outlive it.
  // held_bytes: see Staging.
  GroupJudge(pg::Connection& writer, pg::Connection& reader, const contract::Payload& payload,
             std::size_t held_bytes);

  struct Request {
    const std::set<ItemPlace>* only = nullptr;  // else all
    bool check_limits = true;
    // Items that PostgreSQL refuses although every check passes them: rejected.
    const std::set<ItemPlace>* refused = nullptr;
    // Takes what is accepted instead of Staging, to find those; nothing else is recorded then.
    RefusedItems* probe = nullptr;
    // Whether rows may wait in memory, to go straight into their tables.
    bool direct = true;
    // Whether those of a large group may go there before it is judged to its end. Then judging may
    // throw Error(transient): the group is to be done again, without.
    bool in_portions = false;
    std::function<void()> on_full = {};  // see Staging::begin()
  };
  // In the writer's open transaction. published_us: the time that its rows will carry.
  GroupFindings judge(const LoteGroup& group, std::int64_t published_us, const Request& request);

  Staging& staging() { return staging_; }
  Rejections& rejections() { return rejections_; }

 private:
  void judge_lote(const PendingLote& lote);
  void begin_file(const PendingLote& lote, std::int64_t file_id);
  void end_file(const PendingLote& lote);
  void judge_row(const RawRow& row);
  void take(const judge::ItemVerdict& item, const RawRow& row);
  bool is_refused(const judge::ItemVerdict& item) const;
  bool is_wanted(const judge::ItemVerdict& item) const;

  pg::Connection& writer_;
  pg::Connection& reader_;
  const contract::Payload& payload_;
  judge::Judge judge_;
  Staging staging_;
  Rejections rejections_;

  Request request_;
  GroupFindings findings_;
  const SourceFile* file_ = nullptr;
  ItemOrigin origin_;
  std::map<const contract::Contract*, EntityCounts> file_counts_;
};

}  // namespace gdo::trusted
