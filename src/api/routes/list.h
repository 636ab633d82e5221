#pragma once

#include <chrono>
#include <memory>
#include <optional>

#include "api/call.h"
#include "api/pool.h"
#include "api/query/list_sql.h"
#include "api/query/resource.h"
#include "export/row_format.h"

namespace gdo::api {

// GET /api/v1/<resource>: a page of rows, or with Accept: text/csv or application/jsonl all of
// them.
Response list_rows(Call& call, const Resource& resource);

// GET /api/v1/<resource>/{key}…: the row, or 404.
Response one_row(Call& call, const Resource& resource);

// A list whose rows are written one after the other, all of one moment, in bounded memory. Of gold
// in the order of its key, it stops when the client is slow, gives its connection back, and goes on
// later with the same moment's rows, for up to an hour. Other lists go on, and wait on disk.
class ListStream {
 public:
  ListStream(Call call, const Resource& resource, ListQuery query, std::optional<Position> after,
             std::unique_ptr<Session> session);

  // Called again after each pause.
  void write(BodyWriter& writer);

 private:
  bool may_pause() const;
  // False = paused, or nobody reads on.
  bool write_rows(const exports::RowFormat& format, BodyWriter& writer);
  bool pause(BodyWriter& writer);
  void open_session();
  void require_last_row();

  Call call_;
  const Resource& resource_;
  ListQuery query_;
  FetchedTable fetched_;
  std::optional<Position> after_;
  std::int64_t left_;  // rows that are wanted still; 0 = all
  std::unique_ptr<Session> session_;
  std::shared_ptr<const Moment> moment_;  // null until the first pause
  bool begun_ = false;
  std::chrono::steady_clock::time_point began_ = std::chrono::steady_clock::now();
};

inline constexpr std::chrono::seconds kStreamTime{3600};

}  // namespace gdo::api
