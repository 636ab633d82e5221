#include "export/jsonl_format.h"

#include "judge/violation.h"

namespace gdo::exports {
namespace {

// PostgreSQL's numbers may be NaN or Infinity; JSON's may not.
bool is_json_number(std::string_view text) {
  const char last = text.empty() ? ' ' : text.back();
  return last >= '0' && last <= '9';
}

void append_value(ValueKind kind, std::string_view text, std::string& out) {
  const bool bare = kind == ValueKind::boolean || kind == ValueKind::json ||
                    (kind == ValueKind::number && is_json_number(text));
  if (bare) {
    out += text;
  } else {
    judge::append_json_string(text, out);
  }
}

}  // namespace

void append_json_object(const ExportedTable& table, const RowValues& row, std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < row.size(); ++i) {
    if (i > 0) out += ',';
    judge::append_json_string(table.columns[i].name, out);
    out += ':';
    if (row[i]) {
      append_value(table.columns[i].kind, *row[i], out);
    } else {
      out += "null";
    }
  }
  out += '}';
}

void JsonlFormat::append_row(const RowValues& row, bool, std::string& out) const {
  append_json_object(table_, row, out);
  out += '\n';
}

}  // namespace gdo::exports
