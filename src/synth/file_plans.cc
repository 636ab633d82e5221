#include "synth/file_plans.h"

#include <algorithm>
#include <array>
#include <utility>

namespace gdo::synth {
namespace {

constexpr Moment kHour = 3'600'000;

enum class FileState {
  truncated,
  malformed,
  empty_file,
  empty_array,
  mark,
  latin1,
  resent,
  late,
  lines,
  gzip
};

struct Weighted {
  FileState state;
  std::uint32_t weight;
};

constexpr std::array<Weighted, 10> kFileStates = {{{FileState::truncated, 3},
                                                   {FileState::malformed, 3},
                                                   {FileState::empty_file, 2},
                                                   {FileState::empty_array, 3},
                                                   {FileState::mark, 3},
                                                   {FileState::latin1, 3},
                                                   {FileState::resent, 5},
                                                   {FileState::late, 5},
                                                   {FileState::lines, 4},
                                                   {FileState::gzip, 3}}};

bool possible(FileState state, const FileKind& kind) {
  if (state == FileState::latin1) return kind.may_be_latin1;
  if (state == FileState::late) return kind.may_be_late;
  if (state == FileState::lines || state == FileState::gzip) return kind.may_be_lines;
  return true;
}

FileState draw_state(Random& random, const FileKind& kind) {
  while (true) {
    std::uint32_t drawn = random.below(34);
    for (const Weighted& candidate : kFileStates) {
      if (drawn < candidate.weight) {
        if (possible(candidate.state, kind)) return candidate.state;
        break;
      }
      drawn -= candidate.weight;
    }
  }
}

// A file before the good one, which may never come.
void add_failed(std::vector<FilePlan>& plans, Random& random, FileFault fault,
                std::string_view note) {
  FilePlan failed = plans.front();
  failed.fault = fault;
  failed.note = note;
  failed.time -= 4 * kHour - 1;  // another millisecond than any other file's
  failed.seed = mix(failed.seed, 1);
  const bool loads = fault == FileFault::empty_array;
  if (!loads && random.chance(15)) plans.clear();
  plans.insert(plans.begin(), failed);
}

void resend(FilePlan& plan, Random& random) {
  plan.resent_at = plan.time + random.between(1, 3) * kMillisecondsPerDay + kHour + 2;
}

void apply(FileState state, std::vector<FilePlan>& plans, Random& random) {
  FilePlan& plan = plans.front();
  switch (state) {
    case FileState::truncated:
      return add_failed(plans, random, FileFault::truncated, "json_truncado");
    case FileState::malformed:
      return add_failed(plans, random, FileFault::malformed, "json_invalido");
    case FileState::empty_file:
      return add_failed(plans, random, FileFault::empty_file, "arquivo_vazio");
    case FileState::empty_array:
      return add_failed(plans, random, FileFault::empty_array, "lista_vazia");
    case FileState::mark:
      plan.fault = FileFault::byte_order_mark;
      plan.note = "bom";
      return;
    case FileState::latin1:
      plan.fault = FileFault::latin1;
      plan.note = "latin1";
      return;
    case FileState::resent:
      return resend(plan, random);
    case FileState::late:
      plan.late = true;
      plan.time += random.between(1, 5) * kMillisecondsPerDay;
      plan.note = "atrasado";
      return;
    case FileState::lines:
      plan.json_lines = true;
      plan.gzip = random.chance(30);
      plan.note = "json_lines";
      return;
    case FileState::gzip:
      plan.gzip = true;
      plan.note = "gzip";
      return;
  }
}

FilePlan correction_of(FilePlan plan, Random& random) {
  plan.time += random.between(1, 3) * kMillisecondsPerDay + 2 * kHour + 3;
  plan.resent_at = 0;
  plan.fault = FileFault::none;
  plan.json_lines = false;
  plan.gzip = false;
  plan.share = 15;
  plan.seed = mix(plan.seed, 2);
  plan.note = "correcao";
  return plan;
}

// dirty is the share of faulty records; files are faulty more often, or small lakes would have
// none.
bool happens(Random& random, double dirty, double factor, double most) {
  return random.under(static_cast<std::uint64_t>(std::min(most, dirty * factor) * 4294967296.0));
}

}  // namespace

std::vector<FilePlan> plan_files(const FileKind& kind, const World& world, const Unit& unit,
                                 int day_index, double dirty, std::size_t records) {
  FilePlan plan;
  plan.payload = kind.payload;
  plan.tenant = unit.tenant;
  const auto stream = static_cast<std::uint64_t>(kind.number * 1'000 + unit.index);
  plan.seed = mix(mix(world.seed, 7'000'000 + stream), static_cast<std::uint64_t>(day_index));
  // The second tells days apart, the millisecond units, kinds and repetitions: no two files of a
  // folder have the same time, so that it is always clear which says the last word.
  plan.time = Moment{world.first_day + day_index + kind.lag_days} * kMillisecondsPerDay +
              kind.hour * kHour + Moment{day_index * 7919 % 3600} * 1000 + unit.local * 100 +
              kind.number * 10;
  std::vector<FilePlan> plans = {plan};
  if (dirty <= 0) return plans;
  Random random(mix(plan.seed, 3));
  if (happens(random, dirty, 2, 0.4)) apply(draw_state(random, kind), plans, random);
  if (kind.may_be_corrected && records > 1 && happens(random, dirty, 4, 0.5)) {
    plans.push_back(correction_of(plans.back(), random));
  }
  return plans;
}

Selection::Selection(const FilePlan& plan, std::size_t records)
    : seed_(mix(plan.seed, 11)), records_(records), share_(plan.share) {}

bool Selection::has(std::size_t record) const {
  if (share_ >= 100 || records_ < 2) return true;
  const std::size_t first = seed_ % records_;
  if (record == first) return true;
  if (record == (first + 1) % records_) return false;
  return std::cmp_less(mix(seed_, record) % 100, share_);
}

}  // namespace gdo::synth
