#include "api/routes/list_stream.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/query/row_text.h"
#include "api/routes/route.h"
#include "export/row_format.h"

namespace gdo::api {
namespace {

// Rows that are fetched at once: few at first, for a client may want no more for long.
constexpr int kFirstRows = 250;
constexpr int kMostRows = 2000;
constexpr std::size_t kPiece = 64U << 10U;

std::unique_ptr<exports::RowFormat> format_of(ListFormat format,
                                              const exports::ExportedTable& table) {
  if (format == ListFormat::jsonl) return std::make_unique<exports::JsonlFormat>(table);
  if (format == ListFormat::excel) return std::make_unique<ExcelFormat>(table);
  return std::make_unique<exports::CsvFormat>(table);
}

}  // namespace

ListStream::ListStream(Call call, const Resource& resource, ListQuery query,
                       std::optional<Position> after, std::unique_ptr<Session> session)
    : call_(std::move(call)),
      resource_(resource),
      query_(std::move(query)),
      fetched_(fetched_table(resource, query_)),
      after_(std::move(after)),
      left_(query_.limited ? query_.limit : 0),
      session_(std::move(session)) {}

// By its key's index it goes on where it stopped; otherwise it would sort everything again.
bool ListStream::may_pause() const {
  return resource_.gold &&
         std::equal(query_.order.begin(), query_.order.end(), resource_.table.key.begin(),
                    resource_.table.key.end(),
                    [](const OrderedBy& by, std::size_t key) { return by.column == key; });
}

void ListStream::open_session() {
  if (session_) return;
  if (std::chrono::steady_clock::now() - began_ > kStreamTime) {
    throw Error(ErrorKind::interrupted, "the client was too slow for a list");
  }
  session_ = std::make_unique<Session>(call_.site.pool, call_, kStreamTime, Session::Mode::read,
                                       moment_->name());
  require_last_row();
}

// A list never just ends where its table was emptied or written anew under it.
void ListStream::require_last_row() {
  ListQuery last = query_;
  last.conditions.clear();
  for (std::size_t i = 0; i < last.order.size(); ++i) {
    last.conditions.push_back(
        {last.order[i].column, Condition::Kind::equal, {after_->at(i).value_or("")}});
  }
  View all = call_.view();
  all.in_clear = true;  // it was shown already, as far as it may be
  const Statement statement = rows_statement(resource_, last, fetched_, all, std::nullopt, 1);
  if (session_->connection().query(statement.sql, statement.params).rows() == 1) return;
  throw Error(ErrorKind::transient, "a table was written anew while a list was read slowly");
}

void ListStream::write(BodyWriter& writer) {
  open_session();
  const Statement statement =
      rows_statement(resource_, query_, fetched_, call_.view(), after_, left_);
  session_->connection().query("DECLARE linhas NO SCROLL CURSOR FOR " + statement.sql,
                               statement.params);
  const auto format = format_of(query_.format, fetched_.shown);
  if (!begun_) {
    std::string head;
    format->append_head(head);
    if (!writer.write(head)) return;
    begun_ = true;
  }
  if (write_rows(*format, writer)) session_.reset();
}

// False when as many moments are kept as may be: it goes on, and waits on disk.
bool ListStream::pause(BodyWriter& writer) {
  if (!moment_) {
    pg::Connection& connection = session_->connection();
    const std::string state = call_.tenant + '\n' + gold_state(call_.tenant, connection);
    moment_ = call_.site.moments.keep(state, call_.site.pool, connection);
    if (!moment_) return false;
  }
  session_.reset();
  writer.pause();
  return true;
}

// Some rows at a time, from a cursor of the transaction: neither side holds more.
bool ListStream::write_rows(const exports::RowFormat& format, BodyWriter& writer) {
  RowText text(fetched_, call_.in_clear);
  const bool may_stop = may_pause();
  std::string piece;
  for (int wanted = kFirstRows;; wanted = std::min(2 * wanted, kMostRows)) {
    const pg::Result rows =
        session_->connection().query(fmt::format("FETCH {} FROM linhas", wanted));
    const int count = rows.rows();
    for (int row = 0; row < count; ++row) {
      format.append_row(text.shown(rows, row), false, piece);
      if (piece.size() < kPiece && row + 1 < count) continue;
      if (!writer.write(piece)) return false;
      piece.clear();
    }
    if (count < wanted) return true;
    if (left_ > 0 && (left_ -= count) == 0) return true;
    if (!may_stop || writer.keeps_up()) continue;
    after_ = text.position(rows, count - 1);
    if (pause(writer)) return false;
  }
}

}  // namespace gdo::api
