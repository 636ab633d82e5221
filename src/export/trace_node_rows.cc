#include "export/trace_rows.h"

namespace gdo::exports {
namespace {

using Json = nlohmann::ordered_json;

std::optional<std::string> verdict(const Json& data) {
  const auto found = data.find("rastreavel");
  if (found == data.end() || !found->is_boolean()) return std::nullopt;
  return found->get<bool>() ? "true" : "false";
}

std::optional<std::string> reason(const Json& data) {
  const auto found = data.find("motivo");
  if (found == data.end() || !found->is_string()) return std::nullopt;
  return found->get<std::string>();
}

// Numbers the nodes as they come, parents first.
class NodeRows {
 public:
  explicit NodeRows(const TraceAnswer& asked) : asked_(asked) {
    if (asked.trace) {
      const trace::TraceNode& subject = asked.trace->subject;
      token_ = asked.trace->tenant;
      subject_ = trace::written_key(subject.type, subject.key);
    }
  }

  std::vector<TextRow> all() {
    if (!asked_.trace) {
      add("sujeito", std::nullopt, 0, nullptr);
      rows_.back()[kReason] = asked_.reason;
      return std::move(rows_);
    }
    const trace::Trace& trace = *asked_.trace;
    const std::int64_t subject = add("sujeito", std::nullopt, 0, &trace.subject);
    rows_.back()[kReason] = trace.reason;
    add_children("origem", subject, 1, trace.origin);
    add_children("destino", subject, 1, trace.destination);
    return std::move(rows_);
  }

 private:
  static constexpr std::size_t kReason = 11;

  void add_children(const char* side, std::int64_t parent, int level,
                    const trace::TraceNode& node) {
    for (const trace::TraceNode& child : node.children) {
      const std::int64_t number = add(side, parent, level, &child);
      add_children(side, number, level + 1, child);
    }
  }

  std::int64_t add(const char* side, std::optional<std::int64_t> parent, int level,
                   const trace::TraceNode* node) {
    const auto number = static_cast<std::int64_t>(rows_.size()) + 1;
    TextRow row = {std::to_string(asked_.query_number),
                   asked_.query,
                   token_,
                   subject_,
                   side,
                   std::to_string(number)};
    row.push_back(parent ? std::optional(std::to_string(*parent)) : std::nullopt);
    row.push_back(std::to_string(level));
    if (node == nullptr) {
      row.resize(trace_node_table().columns.size());
    } else {
      row.push_back(node->type);
      row.push_back(trace::written_key(node->type, node->key));
      row.push_back(verdict(node->data));
      row.push_back(reason(node->data));
      row.push_back(node->data.dump());
    }
    rows_.push_back(std::move(row));
    return number;
  }

  const TraceAnswer& asked_;
  std::optional<std::string> token_;
  std::optional<std::string> subject_;
  std::vector<TextRow> rows_;
};

}  // namespace

const ExportedTable& trace_node_table() {
  static const ExportedTable table = {
      .name = "trace",
      .columns = {{.name = "nr_consulta", .type = "bigint", .kind = ValueKind::number},
                  {.name = "consulta", .type = "text"},
                  {.name = "token_cliente", .type = "text"},
                  {.name = "sujeito", .type = "text"},
                  {.name = "direcao", .type = "text"},
                  {.name = "nr_no", .type = "bigint", .kind = ValueKind::number},
                  {.name = "nr_no_pai", .type = "bigint", .kind = ValueKind::number},
                  {.name = "nivel", .type = "integer", .kind = ValueKind::number},
                  {.name = "tipo", .type = "text"},
                  {.name = "chave", .type = "text"},
                  {.name = "rastreavel", .type = "boolean", .kind = ValueKind::boolean},
                  {.name = "motivo", .type = "text"},
                  {.name = "dados", .type = "json", .kind = ValueKind::json}},
      .key = {0, 5},
      .latitude = {},
      .longitude = {},
      .day = {}};
  return table;
}

std::vector<TextRow> trace_node_rows(const TraceAnswer& asked) { return NodeRows(asked).all(); }

}  // namespace gdo::exports
