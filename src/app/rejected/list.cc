#include <fmt/format.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "app/arguments.h"
#include "app/connections.h"
#include "app/export/disclosure.h"
#include "app/rejected/command.h"
#include "app/result_json.h"
#include "app/terminal/table.h"
#include "base/encodings.h"
#include "base/error.h"
#include "base/outside_text.h"
#include "base/quantities.h"
#include "base/translation.h"
#include "embedded/app_sql.h"
#include "monitor/data_tables.h"
#include "pg/param.h"

namespace gdo::app {
namespace {

using Json = nlohmann::ordered_json;

struct ListedColumn {
  enum : int { id, status, layer, payload, entity, tenant, name, record, item, reasons, time };
};

pg::Result page_of(pg::Connection& connection, const RejectedListRequest& request,
                   const RejectedFilter& filter) {
  std::vector<pg::Param> params = filter_params(filter);
  params.push_back(limit_param(request.limit));
  params.emplace_back(request.offset);
  return connection.query(fmt::format(app_sql::rejection_list, kRejectedWhere), params);
}

std::int64_t count_of(pg::Connection& connection, const RejectedFilter& filter) {
  return connection
      .query(fmt::format("SELECT count(*) FROM registro_rejeitado r WHERE {}", kRejectedWhere),
             filter_params(filter))
      .integer(0, 0);
}

Json rejection_json(const pg::Result& rows, int row) {
  return {{"id", rows.integer(row, ListedColumn::id)},
          {"status", rows.text(row, ListedColumn::status)},
          {"camada", rows.text(row, ListedColumn::layer)},
          {"tipo_payload", rows.text(row, ListedColumn::payload)},
          {"entidade", text_or_null(rows, row, ListedColumn::entity)},
          {"token_cliente", rows.text(row, ListedColumn::tenant)},
          {"nome_arquivo", rows.text(row, ListedColumn::name)},
          {"nr_registro", rows.integer(row, ListedColumn::record)},
          {"nr_item", rows.integer(row, ListedColumn::item)},
          {"motivos", Json::parse(rows.text(row, ListedColumn::reasons))},
          {"criado_em", rows.text(row, ListedColumn::time)}};
}

std::string rejections_text(const pg::Result& rows, const Terminal& terminal) {
  Table table({{tr("id"), Align::right},
               {tr("layer"), Align::left, Narrow::keep},
               {tr("payload"), Align::left, Narrow::keep},
               {tr("file"), Align::left, Narrow::leave},
               {tr("record"), Align::right},
               {tr("item"), Align::right},
               {tr("reasons"), Align::left, Narrow::wrap},
               {tr("status"), Align::left, Narrow::leave}});
  for (int row = 0; row < rows.rows(); ++row) {
    const bool open = rows.text(row, ListedColumn::status) == "aberto";
    table.row(
        {std::string(rows.text(row, ListedColumn::id)),
         std::string(rows.text(row, ListedColumn::layer)),
         {std::string(rows.text(row, ListedColumn::payload)), Style::accent},
         std::string(rows.text(row, ListedColumn::name)),
         count_text(rows.integer(row, ListedColumn::record)),
         {std::string(rows.text(row, ListedColumn::item)),
          rows.integer(row, ListedColumn::item) > 0 ? Style::plain : Style::dim},
         {reason_codes(rows.text(row, ListedColumn::reasons)), Style::warning},
         {std::string(rows.text(row, ListedColumn::status)), open ? Style::plain : Style::dim}});
  }
  return table.render(terminal);
}

}  // namespace

int list_rejected(const RejectedListRequest& request, Context& context) {
  const RejectedFilter filter = resolved(request.filter, context);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  const std::int64_t all = count_of(connection, filter);
  const pg::Result rows = page_of(connection, request, filter);
  if (request.json) {
    Json rejections = Json::array();
    for (int row = 0; row < rows.rows(); ++row) rejections.push_back(rejection_json(rows, row));
    context.print(json_text({{"total", all}, {"rejeitados", rejections}}));
    return 0;
  }
  if (rows.rows() == 0) {
    context.say(tr("no such rejections"));
    return 0;
  }
  context.print(rejections_text(rows, context.out()));
  if (const auto note = rest_note(request.offset + rows.rows(), all); !note.empty()) {
    context.say(note);
  }
  return 0;
}

namespace {

constexpr int kIdsAtOnce = 5000;
// A record may be tens of megabytes: rows are fetched by their size, not by their number.
constexpr std::int64_t kBytesAtOnce = 8 << 20;

constexpr int kPlainColumns = 12;  // before motivos
struct ExportedColumn {
  enum : int { id, item = 7, offset, size, reasons = 12, content };
};

std::string json_line(const pg::Result& rows, int row, const std::string& bytes) {
  Json line;
  for (int column = 0; column < kPlainColumns; ++column) {
    const bool number = column == ExportedColumn::id || (column >= 6 && column <= 9);
    const std::string name(rows.column_name(column));
    line[name == "to_char" ? "criado_em" : name] =
        number ? number_or_null(rows, row, column) : text_or_null(rows, row, column);
  }
  line["motivos"] = Json::parse(rows.text(row, ExportedColumn::reasons));
  const bool text = is_storable_text(bytes);
  line[text ? "conteudo" : "conteudo_base64"] = text ? bytes : base64(bytes);
  return line.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n";
}

constexpr const char* kCsvHeader =
    "id,token_cliente,tipo_payload,entidade,camada,nome_arquivo,nr_registro,nr_item,byte_inicio,"
    "byte_tamanho,status,criado_em,motivos,codificacao,conteudo\r\n";

// What is empty is written as nothing, whether there is nothing or an empty text.
void append_csv(std::string_view text, std::string& line) {
  if (!text.empty()) append_csv_value(text, ',', line);
}

std::string csv_line(const pg::Result& rows, int row, const std::string& bytes) {
  std::string line;
  for (int column = 0; column < kPlainColumns; ++column) {
    append_csv(rows.text(row, column), line);
    line += ',';
  }
  const bool text = is_storable_text(bytes);
  append_csv(reason_codes(rows.text(row, ExportedColumn::reasons)), line);
  line += text ? ",utf8," : ",base64,";
  append_csv(text ? bytes : base64(bytes), line);
  return line + "\r\n";
}

class Export {
 public:
  Export(pg::Connection& connection, bool csv, Context& context)
      : connection_(connection), csv_(csv), context_(context) {}

  void add(std::int64_t id, std::int64_t bytes) {
    ids_.push_back(id);
    bytes_ += bytes;
    if (bytes_ >= kBytesAtOnce) flush();
  }

  void flush() {
    if (ids_.empty()) return;
    const pg::Result rows =
        connection_.query(app_sql::exported_rejections, {pg::integer_array(ids_)});
    for (int row = 0; row < rows.rows(); ++row) {
      const std::string bytes = pg::bytes_of_hex(rows.text(row, ExportedColumn::content));
      context_.print(csv_ ? csv_line(rows, row, bytes) : json_line(rows, row, bytes));
    }
    ids_.clear();
    bytes_ = 0;
  }

 private:
  pg::Connection& connection_;
  const bool csv_;
  Context& context_;
  std::vector<std::int64_t> ids_;
  std::int64_t bytes_ = 0;
};

// Writes the rows as they are now; answers how many.
std::int64_t write_rows(pg::Connection& connection, bool csv, const RejectedFilter& filter,
                        Context& context) {
  const StopFlag& stop = context.stop_gracefully();
  pg::Transaction snapshot(connection, pg::Isolation::read_only_snapshot);
  connection.query(fmt::format(app_sql::declare_rejections, kRejectedWhere), filter_params(filter));
  if (csv) context.print(kCsvHeader);
  Export rows(connection, csv, context);
  std::int64_t written = 0;
  while (true) {
    const pg::Result ids = connection.query(fmt::format("FETCH {} FROM rejeitados", kIdsAtOnce));
    if (ids.rows() == 0) break;
    for (int row = 0; row < ids.rows(); ++row) {
      if (stop.requested())
        throw Error(ErrorKind::interrupted, tr("the export was stopped half-way"));
      rows.add(ids.integer(row, 0), ids.integer(row, 1));
    }
    rows.flush();
    written += ids.rows();
    if (context.reader_left()) break;  // `… | head` has seen enough
  }
  return written;
}

// The options that choose the rows, as the log keeps them.
nlohmann::json chosen_rows(const RejectedFilter& filter) {
  nlohmann::json chosen = {{"status", filter.status}};
  const std::pair<const char*, const std::string&> options[] = {{"tipo_payload", filter.payload},
                                                                {"regra", filter.rule},
                                                                {"token_cliente", filter.tenant},
                                                                {"camada", filter.layer}};
  for (const auto& [name, value] : options) {
    if (!value.empty()) chosen[name] = value;
  }
  return chosen;
}

}  // namespace

int export_rejected(const RejectedExportRequest& request, Context& context) {
  const RejectedFilter filter = resolved(request.filter, context);
  pg::Connection connection(database(context));
  monitor::require_tables(connection);
  Disclosure disclosure(connection, "registro_rejeitado", chosen_rows(filter));
  disclosure.complete(write_rows(connection, request.format == "csv", filter, context));
  return 0;
}

}  // namespace gdo::app
