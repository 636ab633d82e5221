#include "raw/late_changes.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <vector>

#include "base/encodings.h"
#include "base/error.h"
#include "base/log.h"
#include "base/stored_text.h"
#include "embedded/raw_sql.h"
#include "raw/mover.h"
#include "store/content_hasher.h"

namespace gdo::raw {
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
