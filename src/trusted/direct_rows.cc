#include "trusted/direct_rows.h"

#include <algorithm>
#include <numeric>

#include "base/log.h"
#include "trusted/held_rows.h"
#include "trusted/schema.h"

namespace gdo::trusted {
namespace {

// So many keys are asked for first: where most are known, the others are not worth looking for.
constexpr std::size_t kSample = 200;

// A cluster says of whatever a COPY met on another node that it is internal (XX000); what was not a
// key will be met on the other way, too.
bool may_be_a_known_key(const Error& error) {
  return error.sqlstate() == "23505" || error.sqlstate() == "XX000";
}

}  // namespace

std::size_t HeldEntity::bytes() const {
  return std::accumulate(
      children.begin(), children.end(), rows.rows.bytes(),
      [](std::size_t sum, const HeldRows& child) { return sum + child.rows.bytes(); });
}

void HeldEntity::clear() {
  rows.clear();
  for (HeldRows& child : children) child.clear();
}

DirectRows::DirectRows(pg::Connection& writer, const EntitySql& sql, const HeldEntity& held)
    : writer_(writer), sql_(sql), held_(held) {}

std::string_view DirectRows::key(std::size_t place) const {
  return first_fields(held_.rows.row(place), sql_.table.primary_key.size());
}

// All rows are of one: the first column of every key.
std::string DirectRows::tenant() const {
  return std::string(EncodedFields(held_.rows.row(0)).next().substr(4));
}

std::vector<bool> DirectRows::write(const std::vector<bool>& may, LoteCounts& lote_counts) {
  left_.assign(held_.rows.count(), false);
  for (std::size_t place = 0; place < left_.size(); ++place) left_[place] = !may[place];
  sort_by_key();
  leave_repeated();
  if (!try_copy()) {
    leave_known();
    // Another one has just brought one of them, too: all of them go the other way.
    if (!try_copy()) left_.assign(left_.size(), true);
  }
  count(lote_counts);
  return std::move(left_);
}

void DirectRows::sort_by_key() {
  std::vector<std::string_view> keys;
  keys.reserve(held_.rows.count());
  for (std::size_t place = 0; place < held_.rows.count(); ++place) keys.push_back(key(place));
  sorted_.resize(keys.size());
  std::iota(sorted_.begin(), sorted_.end(), std::size_t{0});
  std::sort(sorted_.begin(), sorted_.end(),
            [&](std::size_t a, std::size_t b) { return keys[a] < keys[b]; });
}

void DirectRows::leave_repeated() {
  for (std::size_t i = 1; i < sorted_.size(); ++i) {
    if (key(sorted_[i - 1]) != key(sorted_[i])) continue;
    left_[sorted_[i - 1]] = left_[sorted_[i]] = true;
  }
}

// Those that the table has. Where that is most of them, all are left.
void DirectRows::leave_known() {
  std::vector<std::size_t> all;
  for (const std::size_t place : sorted_) {
    if (!left_[place]) all.push_back(place);
  }
  std::vector<std::size_t> sample;
  for (std::size_t i = 0; i < all.size(); i += all.size() / kSample + 1) sample.push_back(all[i]);
  if (known_among(sample).size() * 2 > sample.size()) {
    left_.assign(left_.size(), true);
    return;
  }
  for (const std::size_t place : known_among(all)) left_[place] = true;
}

std::vector<std::size_t> DirectRows::known_among(const std::vector<std::size_t>& places) {
  writer_.query(sql_.clear_asked);
  pg::CopyWriter copy(writer_, sql_.copy_asked);
  Gathering gathering(copy);
  pg::BinaryRows number;
  for (const std::size_t place : places) {
    number.clear();
    number.begin_row(static_cast<std::int16_t>(1 + sql_.table.primary_key.size()));
    number.int8(static_cast<std::int64_t>(place));
    gathering.add(number.all());
    gathering.add(key(place));
  }
  gathering.send();
  copy.finish();
  set_scans(writer_, "off");
  const pg::Result found = writer_.query(sql_.ask_known, {tenant()});
  set_scans(writer_, "on");
  std::vector<std::size_t> known;
  for (int row = 0; row < found.rows(); ++row) {
    known.push_back(static_cast<std::size_t>(found.integer(row, 0)));
  }
  return known;
}

// False when the table has a key already; then nothing was written.
bool DirectRows::try_copy() {
  if (std::find(left_.begin(), left_.end(), false) == left_.end()) return true;
  writer_.query("SAVEPOINT direto");
  try {
    pg::CopyWriter copy(writer_, sql_.copy_direct);
    Gathering gathering(copy);
    for (const std::size_t place : sorted_) {
      if (!left_[place]) gathering.add(held_.rows.row(place));
    }
    gathering.send();
    copy.finish();
    copy_children();
  } catch (const Error& error) {
    if (!may_be_a_known_key(error)) throw;
    log::debug("{}: {}", sql_.table.name, error.what());
    writer_.query("ROLLBACK TO SAVEPOINT direto");
    writer_.query("RELEASE SAVEPOINT direto");
    return false;
  }
  writer_.query("RELEASE SAVEPOINT direto");
  return true;
}

void DirectRows::copy_children() {
  for (std::size_t i = 0; i < sql_.children.size(); ++i) {
    const HeldRows& rows = held_.children[i];
    if (rows.count() == 0) continue;
    pg::CopyWriter copy(writer_, sql_.children[i].copy_direct);
    Gathering gathering(copy);
    for (std::size_t place = 0; place < rows.count(); ++place) {
      if (!left_[rows.origins[place].parent]) gathering.add(rows.row(place));
    }
    gathering.send();
    copy.finish();
  }
}

void DirectRows::count(LoteCounts& lote_counts) const {
  const std::string& entity = sql_.contract->entity;
  for (std::size_t place = 0; place < left_.size(); ++place) {
    if (!left_[place]) ++lote_counts[{held_.rows.origins[place].lote_id, entity}].inserted;
  }
  for (const HeldRows& rows : held_.children) {
    for (const RowOrigin& origin : rows.origins) {
      if (!left_[origin.parent]) ++lote_counts[{origin.lote_id, entity}].children;
    }
  }
}

}  // namespace gdo::trusted
