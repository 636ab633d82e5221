#include "synth/truth.h"

#include <cstddef>

namespace gdo::synth {
namespace {

struct Sources {
  bool matched = false;
  int lots = 0;
  bool all_scheduled = true;
  bool all_documented = true;
  bool all_seen = true;

  void add(const LotTruth& lot) {
    ++lots;
    all_scheduled = all_scheduled && lot.scheduled;
    all_documented = all_documented && lot.documented;
    all_seen = all_seen && lot.seen;
  }
};

std::string_view reason_of(const Sources& sources) {
  if (!sources.matched) return "sem_ordem_desossa";
  if (sources.lots == 0) return "ordem_sem_lotes";
  if (!sources.all_scheduled) return "lote_sem_escala";
  if (!sources.all_documented) return "produtor_sem_documento";
  if (!sources.all_seen) return "lote_sem_animais";
  return {};
}

}  // namespace

const LotTruth& truth_of(const LotTruths& truths, const Slice& slice) {
  const Slaughter& day = *slice.day;
  const auto place = static_cast<std::size_t>(day.unit->index * day.world->days + day.day_index);
  return truths[place][slice.lot];
}

Flags flags_of(const Order& order, const OrderTruth& truth, Day slaughtered,
               const LotTruths& lots) {
  Sources sources;
  for (std::size_t i = 0; i < order.records.size(); ++i) {
    const OrderRecord& record = order.records[i];
    if (!truth[i].exists()) continue;
    if (slaughtered != 0 && record.day->day != slaughtered) continue;
    sources.matched = true;
    if (truth[i].value.no_lots) continue;
    for (const Slice& slice : record.slices) sources.add(truth_of(lots, slice));
    if (truth[i].value.unknown_lot) sources.add({});
  }
  const bool some = sources.lots > 0;
  return {.order = sources.matched,
          .farms = some && sources.all_scheduled && sources.all_documented,
          .animals = some && sources.all_seen,
          .reason = reason_of(sources)};
}

}  // namespace gdo::synth
