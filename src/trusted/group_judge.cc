#include "trusted/group_judge.h"

#include <fmt/format.h>

#include <algorithm>

namespace gdo::trusted {
namespace {

bool exceeds(const contract::RejectionLimit& limit, const EntityCounts& counts) {
  if (limit.items && counts.rejected > *limit.items) return true;
  return limit.percent && static_cast<double>(counts.rejected) * 100 >
                              *limit.percent * static_cast<double>(counts.items);
}

}  // namespace

GroupJudge::GroupJudge(pg::Connection& writer, pg::Connection& reader,
                       const contract::Payload& payload, std::size_t held_bytes)
    : writer_(writer),
      reader_(reader),
      payload_(payload),
      judge_(payload),
      staging_(writer, payload, judge_, held_bytes),
      rejections_(writer) {}

GroupFindings GroupJudge::judge(const LoteGroup& group, std::int64_t published_us,
                                const Request& request) {
  request_ = request;
  findings_ = {};
  staging_.begin(group.tenant, published_us, request.direct, request.on_full);
  rejections_.begin(group.tenant, group.payload);
  for (const PendingLote& lote : group.lotes) judge_lote(lote);
  if (request_.probe == nullptr && !staging_.holds()) staging_.flush();
  return std::move(findings_);
}

void GroupJudge::judge_lote(const PendingLote& lote) {
  std::int64_t rows_read = 0;
  const auto restart = [&] {
    rows_read = 0;
    if (file_ != nullptr) {
      staging_.forget_lote(lote.id);
      rejections_.forget_lote(lote.id);
      std::erase_if(findings_.lote_counts,
                    [&](const auto& counts) { return counts.first.first == lote.id; });
      std::erase_if(findings_.blocked,
                    [&](const BlockedFile& file) { return file.lote_id == lote.id; });
    }
    file_ = nullptr;
    file_counts_.clear();
    (void)judge_.take_rule_totals();
    (void)judge_.take_members();
  };
  origin_.lote_id = lote.id;
  read_raw_rows(reader_, payload_.name, lote, restart, [&](const RawRow& row) {
    ++rows_read;
    if (std::find(lote.retired.begin(), lote.retired.end(), row.file_id) != lote.retired.end())
      return;
    if (file_ == nullptr || file_->id != row.file_id) {
      end_file(lote);
      begin_file(lote, row.file_id);
    }
    judge_row(row);
  });
  // Where the tables of data lie on other nodes, the lote is seen before all of its rows are.
  if (rows_read != lote.records) {
    throw Error(ErrorKind::transient,
                fmt::format("raw shows {} of the {} records of lote {}; it is judged when all are "
                            "there (gdo audit shows whether some are missing for good)",
                            rows_read, lote.records, lote.id));
  }
  end_file(lote);
  file_ = nullptr;
  findings_.lotes[lote.id] = {judge_.take_rule_totals(), judge_.take_members()};
}

void GroupJudge::begin_file(const PendingLote& lote, std::int64_t file_id) {
  const auto file = std::find_if(lote.files.begin(), lote.files.end(),
                                 [&](const SourceFile& f) { return f.id == file_id; });
  if (file == lote.files.end()) {
    throw Error(ErrorKind::internal,
                fmt::format("raw rows of lote {} name file {}, which the ledger does not know; "
                            "run gdo audit",
                            lote.id, file_id));
  }
  file_ = &*file;
  origin_.file_id = file->id;
  origin_.version = file->version;
  judge_.begin_document(file->time_us);
}

// Its books count, unless too much of it was rejected: then nothing of it is published.
void GroupJudge::end_file(const PendingLote& lote) {
  if (file_ == nullptr) return;
  for (const auto& [contract, counts] : file_counts_) {
    const bool over =
        request_.check_limits && contract != nullptr && exceeds(contract->rejection_limit, counts);
    if (!over) continue;
    findings_.blocked.push_back(
        {lote.id, file_->id, file_->file_name, counts.items, counts.rejected});
    staging_.forget_file(file_->id);
    rejections_.forget_file(file_->id);
    file_counts_.clear();
    return;
  }
  for (const auto& [contract, counts] : file_counts_) {
    findings_.lote_counts[{lote.id, contract == nullptr ? "" : contract->entity}] += counts;
  }
  file_counts_.clear();
}

void GroupJudge::judge_row(const RawRow& row) {
  origin_.record_number = row.record_number;
  judge_.judge(row.record, [&](const judge::ItemVerdict& item) { take(item, row); });
}

bool GroupJudge::is_wanted(const judge::ItemVerdict& item) const {
  if (request_.only == nullptr) return true;
  return request_.only->contains({origin_.file_id, origin_.record_number, item.number}) ||
         request_.only->contains({origin_.file_id, origin_.record_number, 0});
}

void GroupJudge::take(const judge::ItemVerdict& item, const RawRow& row) {
  if (!is_wanted(item)) return;
  if (request_.probe != nullptr) {
    if (item.accepted) request_.probe->add(item, origin_);
    return;
  }
  EntityCounts& counts = file_counts_[item.contract];
  ++counts.items;
  if (!item.accepted) {
    ++counts.rejected;
    rejections_.add(item, origin_, file_->file_name, row.record, row.byte_start);
    return;
  }
  if (is_refused(item)) {
    ++counts.rejected;
    rejections_.add_refused(item, origin_, file_->file_name, row.record, row.byte_start);
    return;
  }
  staging_.add(item, origin_);
  ++counts.accepted;
  if (!item.violations.empty()) ++counts.with_warnings;
}

bool GroupJudge::is_refused(const judge::ItemVerdict& item) const {
  return request_.refused != nullptr &&
         request_.refused->contains({origin_.file_id, origin_.record_number, item.number});
}

}  // namespace gdo::trusted
