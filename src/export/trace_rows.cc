#include "export/trace_rows.h"

#include <fmt/format.h>

#include <cmath>
#include <map>
#include <set>

#include "values/masking.h"

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

namespace {

// What a farm's node says of it, as columns.
constexpr const char* kFacts[] = {"faz_nome",
                                  "faz_cidade",
                                  "faz_estado",
                                  "faz_nr_car",
                                  "faz_geo_latitude",
                                  "faz_geo_longitude",
                                  "status_analise_propriedade",
                                  "prod_nome_razaosocial",
                                  "prod_cpf_cnpj",
                                  "prod_nr_ie"};

struct LotOfFarm {
  const trace::TraceNode* node = nullptr;
  std::set<std::string> labels;  // half-carcasses that quarters name
};

struct Farm {
  const trace::TraceNode* node = nullptr;  // none = not known
  std::map<std::string, LotOfFarm> lots;
};

std::optional<std::string> text_of(const Json& object, const char* member) {
  const auto found = object.find(member);
  if (found == object.end() || found->is_null()) return std::nullopt;
  return found->is_string() ? found->get<std::string>() : found->dump();
}

// Weights have three decimals in gold; their sum must not show more.
std::int64_t grams(const Json& data) {
  const auto found = data.find("peso_carcaca");
  return found == data.end() || !found->is_number() ? 0 : std::llround(found->get<double>() * 1000);
}

std::int64_t animals(const Json& data) {
  const auto found = data.find("qtde_animais");
  return found == data.end() || !found->is_number_integer() ? 0 : found->get<std::int64_t>();
}

// The farms that lots of a tree came from, each with all of its lots, wherever in the tree.
class Farms {
 public:
  void gather(const trace::TraceNode& node) {
    if (node.type == "lote") {
      add_lot(node, farm_of(node));
      return;
    }
    if (node.type == "fazenda") farms_[node.key.dump()].node = &node;
    for (const trace::TraceNode& child : node.children) gather(child);
  }
  // A farm as the subject: its lots went from it.
  void gather_own(const trace::Trace& trace) {
    farms_[trace.subject.key.dump()].node = &trace.subject;
    for (const trace::TraceNode& child : trace.destination.children) {
      if (child.type == "lote") add_lot(child, &trace.subject);
    }
  }
  const std::map<std::string, Farm>& all() const { return farms_; }

 private:
  static const trace::TraceNode* farm_of(const trace::TraceNode& lot) {
    for (const trace::TraceNode& child : lot.children) {
      if (child.type == "fazenda") return &child;
    }
    return nullptr;
  }
  void add_lot(const trace::TraceNode& node, const trace::TraceNode* of) {
    Farm& farm = farms_[of == nullptr ? "" : of->key.dump()];
    if (of != nullptr) farm.node = of;
    LotOfFarm& lot = farm.lots[node.key.dump()];
    lot.node = &node;
    for (const trace::TraceNode& child : node.children) {
      if (child.type != "carcaca") continue;
      lot.labels.insert(text_of(child.data, "etiqueta").value_or(""));
    }
  }

  std::map<std::string, Farm> farms_;
};

Json lot_json(const LotOfFarm& lot) {
  const trace::TraceNode& node = *lot.node;
  const std::string key = trace::written_key(node.type, node.key);
  const auto fact = [&](const char* member) { return node.data.value(member, Json()); };
  Json one = {{"lote", key.substr(key.find(':') + 1)},
              {"dt_abate", node.key.value("dt_abate", Json())},
              {"motivo", fact("motivo")},
              {"qtde_animais", fact("qtde_animais")},
              {"peso_carcaca", fact("peso_carcaca")}};
  if (!lot.labels.empty()) one["meias_carcacas"] = lot.labels;
  return one;
}

void add_lots(const Farm& farm, TextRow& row) {
  std::int64_t head = 0;
  std::int64_t weight = 0;
  Json lots = Json::array();
  for (const auto& [key, lot] : farm.lots) {
    head += animals(lot.node->data);
    weight += grams(lot.node->data);
    lots.push_back(lot_json(lot));
  }
  row.push_back(std::to_string(farm.lots.size()));
  row.push_back(std::to_string(head));
  row.push_back(fmt::format("{}.{:03}", weight / 1000, weight % 1000));
  row.push_back(lots.dump());
}

TextRow row_of(const TraceAnswer& asked, const Farm& farm) {
  TextRow row = {std::to_string(asked.query_number), asked.query};
  if (asked.trace) {
    const trace::Trace& trace = *asked.trace;
    row.insert(row.end(), {trace.tenant, trace::written_key(trace.subject.type, trace.subject.key),
                           trace.traceable ? "true" : "false", trace.reason});
  } else {
    row.insert(row.end(), {std::nullopt, std::nullopt, std::nullopt, asked.reason});
  }
  const Json nothing = Json::object();
  const Json& key = farm.node == nullptr ? nothing : farm.node->key;
  const Json& facts = farm.node == nullptr ? nothing : farm.node->data;
  row.push_back(text_of(key, "chave_fazenda"));
  row.push_back(text_of(key, "id_propriedade"));
  for (const char* fact : kFacts) row.push_back(text_of(facts, fact));
  add_lots(farm, row);
  return row;
}

ExportedTable make_table() {
  ExportedTable table;
  table.name = "trace";
  table.columns = {{.name = "nr_consulta", .type = "bigint", .kind = ValueKind::number},
                   {.name = "consulta", .type = "text"},
                   {.name = "token_cliente", .type = "text"},
                   {.name = "sujeito", .type = "text"},
                   {.name = "rastreavel", .type = "boolean", .kind = ValueKind::boolean},
                   {.name = "motivo", .type = "text"},
                   {.name = "chave_fazenda", .type = "text"},
                   {.name = "id_propriedade", .type = "text"}};
  for (const std::string fact : kFacts) {
    const bool number = fact.starts_with("faz_geo_");
    table.columns.push_back({.name = fact,
                             .type = number ? "numeric" : "text",
                             .kind = number ? ValueKind::number : ValueKind::text});
  }
  table.columns.push_back({.name = "qtde_lotes", .type = "bigint", .kind = ValueKind::number});
  table.columns.push_back({.name = "qtde_animais", .type = "bigint", .kind = ValueKind::number});
  table.columns.push_back({.name = "peso_carcaca", .type = "numeric", .kind = ValueKind::number});
  table.columns.push_back({.name = "lotes", .type = "json", .kind = ValueKind::json});
  table.latitude = table.find("faz_geo_latitude");
  table.longitude = table.find("faz_geo_longitude");
  return table;
}

}  // namespace

const ExportedTable& trace_farm_table() {
  static const ExportedTable table = make_table();
  return table;
}

std::vector<TextRow> trace_farm_rows(const TraceAnswer& asked) {
  Farms farms;
  if (asked.trace) {
    if (asked.trace->subject.type == "fazenda") {
      farms.gather_own(*asked.trace);
    } else {
      farms.gather(asked.trace->origin);
    }
  }
  std::vector<TextRow> rows;
  for (const auto& [key, farm] : farms.all()) rows.push_back(row_of(asked, farm));
  if (rows.empty()) rows.push_back(row_of(asked, {}));
  return rows;
}

namespace {

std::optional<std::string_view> given_text(const std::optional<std::string>& text) {
  return text ? std::optional<std::string_view>(*text) : std::nullopt;
}

}  // namespace

const ExportedTable& recall_table() {
  static const ExportedTable table = [] {
    ExportedTable made;
    made.name = "recall";
    made.columns = {
        {.name = "token_cliente", .type = "text", .kind = ValueKind::text},
        {.name = "nr_unidade_desossa", .type = "text", .kind = ValueKind::text},
        {.name = "codigo_barras", .type = "text", .kind = ValueKind::text},
        {.name = "nr_op_desossa", .type = "text", .kind = ValueKind::text},
        {.name = "exata", .type = "boolean", .kind = ValueKind::boolean},
        {.name = "kg", .type = "numeric", .kind = ValueKind::number},
        {.name = "dt_validade", .type = "date", .kind = ValueKind::date},
        {.name = "venda", .type = "text", .kind = ValueKind::text},
        {.name = "nf_numero", .type = "text", .kind = ValueKind::text},
        {.name = "cliente", .type = "text", .kind = ValueKind::text},
    };
    return made;
  }();
  return table;
}

const RowValues& RecallRows::row(std::size_t index) {
  const trace::RecalledBox& box = recall_.boxes[index];
  kilos_ = fmt::format("{:.3f}", box.kg);
  if (box.customer) customer_ = personal_ ? *box.customer : values::mask_document(*box.customer);
  values_ = {recall_.tenant,
             box.plant_number,
             box.barcode,
             box.order_number,
             box.exact ? "true" : "false",
             kilos_,
             given_text(box.valid_until),
             given_text(box.sale),
             given_text(box.invoice),
             box.customer ? std::optional<std::string_view>(customer_) : std::nullopt};
  return values_;
}

}  // namespace gdo::exports
