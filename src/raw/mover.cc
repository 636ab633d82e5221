#include "raw/mover.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstring>
#include <nlohmann/json.hpp>
#include <optional>
#include <tuple>
#include <utility>
#include <vector>

#include "base/encodings.h"
#include "base/error.h"
#include "base/log.h"
#include "base/outside_text.h"
#include "embedded/raw_sql.h"
#include "raw/lote_results.h"
#include "store/content_hasher.h"

namespace gdo::raw {
namespace {

using Outcome = store::MoveResult::Outcome;

constexpr std::size_t kLongestFileName = 255;  // bytes of a part of a path, on most systems
constexpr std::size_t kShortName = 512;        // fits any lake, whatever its root

}  // namespace

std::string with_mark(const std::string& name, const std::string& mark, std::size_t fits) {
  const std::size_t base = name.rfind('/') + 1;
  const std::size_t compressed = name.ends_with(".gz") ? 3 : name.ends_with(".zst") ? 4 : 0;
  const std::size_t dot = name.rfind('.', name.size() - compressed - 1);
  const bool has_extension = dot != std::string::npos && dot > base;
  const std::size_t place = has_extension ? dot : name.size() - compressed;
  const std::size_t longest = std::min(base + kLongestFileName, std::max(kShortName, fits));
  const std::size_t marked = name.size() + 1 + mark.size();
  std::size_t end = place - std::min(place - base, marked - std::min(marked, longest));
  const auto inside_character = [&] {
    return end > base && (static_cast<unsigned char>(name[end]) & 0xC0U) == 0x80U;
  };
  while (inside_character()) --end;
  return name.substr(0, end) + "~" + mark + name.substr(place);
}

namespace {

control::LogEntry overwritten(const MoveTask& task, const store::MoveResult& result) {
  const bool changed = result.outcome == Outcome::source_changed;
  const nlohmann::json details = {{"codigo", "original_sobrescrito"},
                                  {"arquivo_id", task.file_id},
                                  {"sha256", hex_of(task.request.content.sha256)}};
  return {.payload = task.payload,
          .file_name = task.file_name,
          .status = control::LogStatus::warning,
          .message = changed ? "os bytes carregados foram sobrescritos na origem antes de serem "
                               "movidos; o novo conteúdo fica em pending/"
                             : "o arquivo carregado sumiu da origem antes de ser movido",
          .details = details.dump()};
}

}  // namespace

std::vector<MoveTask> moves_of(const control::LotePlan& plan, std::span<const PreparedFile> files) {
  std::vector<MoveTask> tasks;
  for (const PreparedFile& file : files) {
    const control::Delivery& delivery = file.file.delivery;
    const bool repeated = file.status == FileStatus::same_delivery;
    if (repeated && file.original_id == 0) continue;  // whoever has it now moves it
    tasks.push_back({.file_id = repeated ? file.original_id : file.file.id,
                     .payload = plan.payload,
                     .file_name = delivery.file_name,
                     .request = {.from = delivery.object.name,
                                 .generation = delivery.object.generation,
                                 .content = file.content,
                                 .to = destination_of(plan, file),
                                 .stamp = delivery.object.stamp}});
  }
  return tasks;
}

void Mover::record(std::span<const MoveTask> tasks, std::span<const store::MoveResult> results,
                   std::vector<std::string>& failures) {
  pg::JsonRows moved;
  std::vector<std::int64_t> lost_ids;
  std::vector<control::LogEntry> entries;
  for (std::size_t i = 0; i < tasks.size(); ++i) {
    switch (results[i].outcome) {
      case Outcome::moved:
        moved.begin_row()
            .int8("id", tasks[i].file_id)
            .text("caminho", store_.uri() + "/" + storable_text(tasks[i].request.to))
            .int8("geracao", results[i].generation);
        break;
      case Outcome::source_changed:
      case Outcome::source_missing:
        lost_ids.push_back(tasks[i].file_id);
        entries.push_back(overwritten(tasks[i], results[i]));
        break;
      case Outcome::destination_taken:
      case Outcome::failed:
        failures.push_back(fmt::format("{}: {}", tasks[i].file_name, results[i].message));
        break;
    }
  }
  connection_.query(raw_sql::record_moves, {std::move(moved).take()});
  if (lost_ids.empty()) return;
  // Someone else may have moved it in the meantime: then it is neither lost nor overwritten.
  const auto lost = connection_.query(raw_sql::record_lost, {pg::integer_array(lost_ids)});
  for (int row = 0; row < lost.rows(); ++row) {
    const auto place = std::find(lost_ids.begin(), lost_ids.end(), lost.integer(row, 0));
    const control::LogEntry& entry = entries[static_cast<std::size_t>(place - lost_ids.begin())];
    log_.write_now(connection_, entry);
    log::warn("{}: {}", entry.file_name, entry.message);
  }
}

std::vector<std::string> Mover::move(std::vector<MoveTask> tasks) {
  std::vector<std::string> failures;
  if (tasks.empty()) return failures;
  std::vector<store::MoveRequest> requests;
  for (const MoveTask& task : tasks) requests.push_back(task.request);
  std::vector<store::MoveResult> results = store_.move_all(requests);
  // A name that is taken by other bytes gets a mark of its content, first a short one. What is
  // missing or replaced at its source may have gone there in an earlier attempt.
  for (const std::size_t mark_bytes : {std::size_t{4}, std::size_t{32}}) {
    std::vector<store::MoveRequest> again;
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < results.size(); ++i) {
      if (results[i].outcome == Outcome::moved || results[i].outcome == Outcome::failed) continue;
      tasks[i].request.to =
          with_mark(requests[i].to, hex_of(requests[i].content.sha256).substr(0, 2 * mark_bytes),
                    requests[i].from.size());
      again.push_back(tasks[i].request);
      places.push_back(i);
    }
    if (again.empty()) break;
    const auto retried = store_.move_all(again);
    for (std::size_t i = 0; i < places.size(); ++i) results[places[i]] = retried[i];
  }
  record(tasks, results, failures);
  return failures;
}

std::vector<MoveTask> Mover::unfinished(const control::Claims& claims) {
  const auto rows = connection_.query(raw_sql::unfinished_moves);
  std::vector<MoveTask> tasks;
  for (int row = 0; row < rows.rows(); ++row) {
    MoveTask task{.file_id = rows.integer(row, 0),
                  .payload = std::string(rows.text(row, 1)),
                  .file_name = std::string(rows.text(row, 2)),
                  .request = {.from = claims.object_name(std::string(rows.text(row, 3))),
                              .generation = rows.integer(row, 4),
                              .content = {},
                              .to = bytes_of_stored_text(rows.text(row, 8))}};
    store::ContentId& content = task.request.content;
    content.size = static_cast<std::uint64_t>(rows.integer(row, 5));
    content.crc32c = static_cast<std::uint32_t>(rows.integer(row, 6));
    const std::string_view digits = rows.text(row, 7);
    for (std::size_t i = 0; i < content.sha256.size(); ++i) {
      content.sha256.at(i) =
          static_cast<std::byte>(std::stoi(std::string(digits.substr(2 * i, 2)), nullptr, 16));
    }
    if (!task.request.from.empty()) tasks.push_back(std::move(task));
  }
  return tasks;
}

namespace {

constexpr std::size_t kBytesAtOnce = 1U << 20U;

}  // namespace

struct LateChanges::Moved {
  std::int64_t id = 0;
  std::string payload;
  std::string file_name;
  std::string from;  // where it lies now, and where it came from: names of objects
  std::string to;
  std::string sha256;
};

std::optional<store::ContentId> content_now(store::ObjectStore& store,
                                            const store::ObjectInfo& object) {
  try {
    const auto reader = store.open({object.name, object.generation});
    store::ContentHasher hasher;
    std::vector<char> chunk(kBytesAtOnce);
    while (const std::size_t count = reader->read(chunk)) hasher.update({chunk.data(), count});
    return hasher.finish();
  } catch (const Error& error) {
    const bool moves = error.kind() == ErrorKind::not_found || error.kind() == ErrorKind::transient;
    if (!moves && error.kind() != ErrorKind::lake) throw;
    return std::nullopt;
  }
}

std::int64_t LateChanges::deliver_again(std::optional<std::int64_t> only) {
  if (!store_.may_be_half_written()) return 0;
  const auto rows =
      connection_.query(only ? raw_sql::one_moved : raw_sql::moved_lately,
                        only ? std::vector<pg::Param>{*only} : std::vector<pg::Param>{});
  std::vector<std::string> names;
  for (int row = 0; row < rows.rows(); ++row) {
    names.push_back(claims_.object_name(std::string(rows.text(row, 4))));
  }
  const auto there = store_.stat_all(names);
  std::int64_t again = 0;
  for (int row = 0; row < rows.rows(); ++row) {
    const Moved file{.id = rows.integer(row, 0),
                     .payload = std::string(rows.text(row, 1)),
                     .file_name = std::string(rows.text(row, 2)),
                     .from = names[static_cast<std::size_t>(row)],
                     .to = claims_.object_name(std::string(rows.text(row, 3))),
                     .sha256 = std::string(rows.text(row, 7))};
    if (file.from.empty() || file.to.empty()) continue;
    const auto& now = there[static_cast<std::size_t>(row)];
    const bool same = !now || (now->generation == rows.integer(row, 5) &&
                               now->size == static_cast<std::uint64_t>(rows.integer(row, 6)));
    if (!same && put_back(file, *now)) ++again;
  }
  return again;
}

bool LateChanges::put_back(const Moved& file, const store::ObjectInfo& now) {
  const auto content = content_now(store_, now);
  if (!content) return false;  // it still changes: the next look finds it
  if (hex_of(content->sha256) == file.sha256) {
    connection_.query("UPDATE arquivo SET geracao_final = $2 WHERE id = $1",
                      {file.id, now.generation});
    return false;
  }
  store::MoveRequest request{.from = file.from,
                             .generation = now.generation,
                             .content = *content,
                             .to = file.to,
                             .stamp = now.stamp};
  store::MoveResult moved = store_.move_all({&request, 1}).front();
  if (moved.outcome == store::MoveResult::Outcome::destination_taken) {
    request.to = with_mark(file.to, hex_of(content->sha256).substr(0, 8), file.to.size());
    moved = store_.move_all({&request, 1}).front();
  }
  if (moved.outcome != store::MoveResult::Outcome::moved) return false;
  connection_.query(raw_sql::mark_overwritten, {file.id});
  const control::LogEntry entry{
      .payload = file.payload,
      .file_name = file.file_name,
      .status = control::LogStatus::warning,
      .message = "o arquivo mudou depois de movido: volta a pending/ como nova versão",
      .details =
          nlohmann::json{{"codigo", "mudou_depois_de_movido"}, {"arquivo_id", file.id}}.dump()};
  log_.write_now(connection_, entry);
  log::warn("{} was written to after it was moved: it is delivered again", file.file_name);
  return true;
}

}  // namespace gdo::raw
