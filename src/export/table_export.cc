#include "export/table_export.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "base/error.h"
#include "export/row_format.h"
#include "pg/copy_reader.h"
#include "pg/distributed.h"

namespace gdo::exports {
namespace {

constexpr std::size_t kBytesAtOnce = 256U << 10U;

std::string column_of(const ExportedTable& table, std::size_t column) {
  return "t." + pg::quote_identifier(table.columns[column].name);
}

// COPY takes no parameters: values stand in its text. The tenant's says which node has the rows.
std::string value_of(pg::Connection& connection, const std::string& value, std::string_view type) {
  return fmt::format("{}::{}", pg::literal(connection, value), type);
}

// The value as the formats want it; the session's clock is UTC.
std::string as_text(const ExportedTable& table, std::size_t column) {
  const std::string value = column_of(table, column);
  const ExportedColumn& one = table.columns[column];
  if (one.type.ends_with("[]")) return fmt::format("to_json({})::text", value);
  if (one.kind == ValueKind::moment) {
    return fmt::format("replace(replace({}::text, ' ', 'T'), '+00', 'Z')", value);
  }
  return value + "::text";
}

std::string after_position(pg::Connection& connection, const ExportedTable& table,
                           const ExportPosition& position) {
  std::string columns;
  std::string values;
  for (std::size_t i = 0; i < table.key.size(); ++i) {
    const char* comma = i > 0 ? ", " : "";
    columns += comma + column_of(table, table.key[i]);
    values += comma + value_of(connection, position.key.at(i), table.columns[table.key[i]].type);
  }
  return fmt::format(" AND ({}) > ({})", columns, values);
}

// after: nothing = from the first row on.
std::string rows_sql(pg::Connection& connection, const ExportedTable& table,
                     const TableExport& wanted, const ExportPosition* after) {
  std::string columns;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    columns += (i > 0 ? ", " : "") + as_text(table, i);
  }
  std::string where = "true";
  if (!wanted.tenant.empty()) {
    where += " AND t.token_cliente = " + value_of(connection, wanted.tenant, "text");
  }
  if (!wanted.from.empty()) {
    where += fmt::format(" AND {}::date >= {}", column_of(table, *table.day),
                         value_of(connection, wanted.from, "date"));
  }
  if (!wanted.to.empty()) {
    where += fmt::format(" AND {}::date <= {}", column_of(table, *table.day),
                         value_of(connection, wanted.to, "date"));
  }
  if (after != nullptr) where += after_position(connection, table, *after);
  std::string order;
  for (const std::size_t column : table.key) {
    order += (order.empty() ? "" : ", ") + column_of(table, column);
  }
  return fmt::format("SELECT {} FROM {} t WHERE {} ORDER BY {}", columns,
                     pg::quote_identifier(table.name), where, order);
}

void read_row(const pg::CopyReader& reader, RowValues& row) {
  for (std::size_t i = 0; i < row.size(); ++i) {
    const int column = static_cast<int>(i);
    row[i] = reader.is_null(column) ? std::nullopt : std::optional(reader.bytes(column));
  }
}

// Gathers rows, and hands them on in larger pieces.
class RowStream {
 public:
  RowStream(const ExportedTable& table, const TableExport& wanted, ExportOutput& output)
      : table_(table),
        masked_(!wanted.personal),
        format_(row_format(wanted.format, table)),
        masker_(table),
        output_(output) {}

  void start() { format_->append_head(text_); }
  void start_after(const ExportPosition& position) { position_ = position; }

  // False once nobody reads on.
  [[nodiscard]] bool add(RowValues& row) {
    position_.key.clear();
    for (const std::size_t column : table_.key)
      position_.key.emplace_back(row[column].value_or(""));
    if (masked_) masker_.mask(row);
    format_->append_row(row, position_.rows == 0, text_);
    ++position_.rows;
    return text_.size() < kBytesAtOnce || hand_on();
  }

  [[nodiscard]] bool hand_on() {
    const bool read = output_.write(text_);
    text_.clear();
    if (read && position_.rows > 0) output_.reached(position_);
    return read;
  }

  void stop() {
    if (hand_on() && position_.rows > 0) output_.stopped(position_);
  }

  void finish() {
    format_->append_tail(text_);
    if (output_.write(text_)) output_.finish();
  }

  std::int64_t rows() const { return position_.rows; }

 private:
  const ExportedTable& table_;
  bool masked_;
  std::unique_ptr<RowFormat> format_;
  RowMasker masker_;
  ExportOutput& output_;
  ExportPosition position_;
  std::string text_;
};

}  // namespace

void require_possible(const ExportedTable& table, const TableExport& wanted) {
  static_cast<void>(row_format(wanted.format, table));
  if (!table.day && !(wanted.from.empty() && wanted.to.empty())) {
    throw Error(ErrorKind::config,
                fmt::format("table {} has no day to choose rows by; leave out --from and --to",
                            table.name));
  }
}

std::string request_text(const ExportedTable& table, const TableExport& wanted) {
  nlohmann::json columns = nlohmann::json::array();
  for (const ExportedColumn& column : table.columns) columns.push_back(column.name);
  const nlohmann::json request = {{"tabela", table.name},     {"formato", wanted.format},
                                  {"cliente", wanted.tenant}, {"de", wanted.from},
                                  {"ate", wanted.to},         {"pessoais", wanted.personal},
                                  {"colunas", columns}};
  return request.dump();
}

std::int64_t export_table(pg::Connection& connection, const ExportedTable& table,
                          const TableExport& wanted, const std::optional<ExportPosition>& start,
                          ExportOutput& output, const StopFlag& stop) {
  pg::Transaction snapshot(connection);
  connection.query("SET TRANSACTION READ ONLY");
  // A part that ended before its first row has nothing to go on after.
  const bool after = start && !start->key.empty();
  RowStream stream(table, wanted, output);
  if (after) {
    stream.start_after(*start);
  } else {
    stream.start();
  }
  RowValues row(table.columns.size());
  pg::CopyReader reader(connection, rows_sql(connection, table, wanted, after ? &*start : nullptr));
  while (reader.next()) {
    read_row(reader, row);
    if (!stream.add(row)) return stream.rows();
    if (!stop.requested()) continue;
    stream.stop();
    throw Error(ErrorKind::interrupted, "the export was stopped half-way");
  }
  stream.finish();
  return stream.rows();
}

}  // namespace gdo::exports
