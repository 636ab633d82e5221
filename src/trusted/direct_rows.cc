#include "trusted/direct_rows.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <cstring>
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

std::string_view common_beginning(std::string_view a, std::string_view b) {
  const auto end = std::mismatch(a.begin(), a.end(), b.begin(), b.end()).first;
  return a.substr(0, static_cast<std::size_t>(end - a.begin()));
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
  if (!try_copy()) {
    leave_known();
    // Another one has just brought one of them, too: all of them go the other way.
    if (!try_copy()) left_.assign(left_.size(), true);
  }
  count(lote_counts);
  return std::move(left_);
}

// Keys lie all over the memory: most are told apart by some bytes of each, taken from where the
// first of them differ.
void DirectRows::sort_by_key() {
  struct Place {
    std::array<std::uint64_t, 3> bytes;
    std::string_view key;
    std::size_t place;
    bool operator<(const Place& other) const {
      return bytes != other.bytes ? bytes < other.bytes : key < other.key;
    }
  };
  std::vector<Place> places;
  places.reserve(held_.rows.count());
  for (std::size_t i = 0; i < held_.rows.count(); ++i) places.push_back({{}, key(i), i});
  std::string_view beginning = places.front().key;
  for (const Place& one : places) beginning = common_beginning(beginning, one.key);
  const std::size_t same = beginning.size();
  for (Place& one : places) {
    std::array<char, sizeof(one.bytes)> begin{};
    const std::size_t size = std::min(begin.size(), one.key.size() - same);
    std::memcpy(begin.data(), one.key.data() + same, size);
    for (std::size_t i = 0; i < one.bytes.size(); ++i) {
      one.bytes[i] = pg::load_big_endian<std::uint64_t>(begin.data() + i * sizeof(std::uint64_t));
    }
  }
  std::sort(places.begin(), places.end());
  sorted_.clear();
  sorted_.reserve(places.size());
  for (const Place& one : places) sorted_.push_back(one.place);
  // The key of several rows: none of them may go.
  for (std::size_t i = 1; i < places.size(); ++i) {
    if (places[i - 1] < places[i]) continue;
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
  EntityCounts* counts = nullptr;
  std::int64_t lote = 0;
  const auto of = [&](const RowOrigin& origin) -> EntityCounts& {
    if (counts == nullptr || lote != origin.lote_id)
      counts = &lote_counts[{origin.lote_id, entity}];
    lote = origin.lote_id;
    return *counts;
  };
  for (std::size_t place = 0; place < left_.size(); ++place) {
    if (!left_[place]) ++of(held_.rows.origins[place]).inserted;
  }
  for (const HeldRows& rows : held_.children) {
    for (const RowOrigin& origin : rows.origins) {
      if (!left_[origin.parent]) ++of(origin).children;
    }
  }
}

}  // namespace gdo::trusted
