#include "api/query/list_sql.h"

#include <fmt/format.h>

#include <algorithm>

#include "api/query/row_values.h"
#include "base/calendar.h"
#include "embedded/api_sql.h"

namespace gdo::api {
namespace {

// {0} is the array of CNPJs.
constexpr std::string_view kPlantLot = "t.cnpj_industria_abate = ANY ({0})";

constexpr std::string_view kPlantOrder =
    "(t.cnpj_industria_abate = ANY ({0}) OR t.cnpj_industria_desossa = ANY ({0}))";

constexpr std::string_view kPlantSale = "t.cnpj_local_estoque = ANY ({0})";

constexpr std::string_view kBuyerSale = "t.nf_cnpj_destino = ANY ({0})";

std::string_view plant_condition(const std::string& resource) {
  if (resource == "animais") return api_sql::plant_animal;
  if (resource == "lotes-abate") return kPlantLot;
  if (resource == "ordens-desossa") return kPlantOrder;
  if (resource == "caixas") return api_sql::plant_box;
  if (resource == "vendas") return kPlantSale;
  if (resource == "resumo-mensal") return api_sql::plant_month;
  return "false";
}

std::string_view buyer_condition(const std::string& resource) {
  if (resource == "caixas") return api_sql::buyer_box;
  if (resource == "vendas") return kBuyerSale;
  return "false";
}

// The rows of a resource that a role sees among its tenant's, as a condition on t; `cnpjs` is the
// placeholder of the caller's CNPJs, an array. Empty = all.
std::string row_condition(Role role, const Resource& resource, std::string_view cnpjs) {
  const std::string array = fmt::format("{}::text[]", cnpjs);
  if (role == Role::industry)
    return fmt::format(fmt::runtime(plant_condition(resource.name)), array);
  if (role == Role::retail) return fmt::format(fmt::runtime(buyer_condition(resource.name)), array);
  return "";
}

using exports::ExportedColumn;
using exports::Mask;
using exports::ValueKind;

// Writes conditions, and gathers the parameters that stand for values.
class Writer {
 public:
  Writer(const Resource& resource, const View& view) : resource_(resource), view_(view) {
    where_ = fmt::format("t.token_cliente = {}", add(view.tenant));
    if (view.role == Role::industry || view.role == Role::retail) {
      const std::string cnpjs = add(pg::text_array(view.cnpjs));
      where_ += " AND " + row_condition(view.role, resource, cnpjs);
    }
  }

  void add_condition(const Condition& condition) {
    where_ += " AND " + text_of(condition);
    if (view_.in_clear || column(condition.column).mask == Mask::none) return;
    // Found by what is shown only: a company's data, or a document that is known whole.
    const ExportedColumn& one = column(condition.column);
    const bool whole_document =
        one.mask == Mask::document && condition.kind == Condition::Kind::equal;
    if (whole_document) return;
    if (one.document) {
      where_ += fmt::format(" AND length({}) = 14", resource_.expressions[*one.document]);
    } else if (one.mask != Mask::farm_key || condition.kind != Condition::Kind::equal) {
      where_ += " AND false";
    }
  }

  void add_after(const ListQuery& query, const Position& after) {
    where_ += " AND " + (is_plain(query) ? row_after(query, after) : any_after(query, after));
  }

  // The search alone.
  Statement count_found(const Condition& condition) {
    params_.clear();
    std::string sql = "SELECT count(*) FROM " + search(condition);
    return {std::move(sql), take_params()};
  }

  const std::string& where() const { return where_; }
  std::vector<pg::Param> take_params() { return std::move(params_); }

 private:
  const ExportedColumn& column(std::size_t index) const { return resource_.table.columns[index]; }

  std::string add(pg::Param param) {
    params_.push_back(std::move(param));
    return fmt::format("${}", params_.size());
  }

  std::string typed(std::size_t index, const std::string& value) {
    return add(value) + "::" + column(index).type;
  }

  std::string text_of(const Condition& condition) {
    const std::string& value = resource_.expressions[condition.column];
    const std::string& first = condition.values.front();
    switch (condition.kind) {
      case Condition::Kind::equal:
        return equal(condition, value);
      case Condition::Kind::from:
        return fmt::format("{} >= {}", value, lower_bound(condition.column, first));
      case Condition::Kind::to:
        return up_to(condition.column, value, first);
      case Condition::Kind::prefix:
        return fmt::format("{} ^@ {}::text", value, add(first));
      case Condition::Kind::contains:
        return contains(condition, value);
    }
    return "true";
  }

  std::string equal(const Condition& condition, const std::string& value) {
    const ExportedColumn& one = column(condition.column);
    if (one.type == "text[]") {
      return fmt::format("{} && {}::text[]", value, add(pg::text_array(condition.values)));
    }
    if (one.kind == ValueKind::moment && is_iso_date(condition.values.front())) {
      return fmt::format("{} >= {} AND {}", value,
                         lower_bound(condition.column, condition.values.front()),
                         up_to(condition.column, value, condition.values.front()));
    }
    if (condition.values.size() == 1) {
      return fmt::format("{} = {}", value, typed(condition.column, condition.values.front()));
    }
    return fmt::format("{} = ANY ({}::{}[])", value, add(pg::text_array(condition.values)),
                       one.type);
  }

  // A search within a text reveals rows that it sees, so row level security keeps it from every
  // index. A function of the tables' owner finds the keys; their rows are read again under it.
  std::string contains(const Condition& condition, const std::string& value) {
    if (!resource_.gold) {
      return fmt::format("position(lower({}::text) in lower({})) > 0",
                         add(condition.values.front()), value);
    }
    std::string own;
    std::string found;
    for (const std::size_t key : resource_.table.key) {
      own += (own.empty() ? "" : ", ") + resource_.expressions[key];
      found += (found.empty() ? "b." : ", b.") + column(key).name;
    }
    return fmt::format("({}) IN (SELECT {} FROM {} b)", own, found, search(condition));
  }

  // Of those who see persons' names masked: among companies' only.
  std::string search(const Condition& condition) {
    constexpr std::size_t kPrefix = std::string_view("service_").size();
    const ExportedColumn& one = column(condition.column);
    const bool companies = !view_.in_clear && one.mask != Mask::none;
    return fmt::format("busca_{}({}, {}, {})", resource_.table.name.substr(kPrefix), add(one.name),
                       add(condition.values.front()), companies);
  }

  // A day in a column of moments is the plant's day.
  std::string lower_bound(std::size_t index, const std::string& value) {
    if (column(index).kind == ValueKind::moment && is_iso_date(value)) {
      const std::string day = add(value);
      return fmt::format("({}::date)::timestamp AT TIME ZONE {}::text", day, add(kPlantsZone));
    }
    return typed(index, value);
  }

  std::string up_to(std::size_t index, const std::string& expression, const std::string& value) {
    if (column(index).kind == ValueKind::moment && is_iso_date(value)) {
      const std::string day = add(value);
      return fmt::format("{} < ({}::date + 1)::timestamp AT TIME ZONE {}::text", expression, day,
                         add(kPlantsZone));
    }
    return fmt::format("{} <= {}", expression, typed(index, value));
  }

  // All in one direction, none NULL: PostgreSQL compares whole rows, by an index where there is
  // one.
  bool is_plain(const ListQuery& query) const {
    return std::all_of(query.order.begin(), query.order.end(), [&](const OrderedBy& by) {
      return by.descending == query.order.front().descending && !resource_.nullable[by.column];
    });
  }

  std::string row_after(const ListQuery& query, const Position& after) {
    std::string columns;
    std::string values;
    for (std::size_t i = 0; i < query.order.size(); ++i) {
      const char* comma = i > 0 ? ", " : "";
      columns += comma + resource_.expressions[query.order[i].column];
      values += comma + typed(query.order[i].column, after[i].value_or(""));
    }
    return fmt::format("({}) {} ({})", columns, query.order.front().descending ? "<" : ">", values);
  }

  // a after, or a the same and (b after, or …). NULLs come last in both directions.
  std::string any_after(const ListQuery& query, const Position& after) {
    std::string text = "false";
    for (std::size_t i = query.order.size(); i-- > 0;) {
      const OrderedBy& by = query.order[i];
      const std::string& value = resource_.expressions[by.column];
      if (!after[i]) {
        text = fmt::format("({} IS NULL AND {})", value, text);
        continue;
      }
      const std::string bound = typed(by.column, *after[i]);
      text = fmt::format(
          "({0} {1} {2}{3} OR ({0} = {2} AND {4}))", value, by.descending ? "<" : ">", bound,
          resource_.nullable[by.column] ? fmt::format(" OR {} IS NULL", value) : "", text);
    }
    return text;
  }

  const Resource& resource_;
  const View& view_;
  std::string where_;
  std::vector<pg::Param> params_;
};

Writer conditions_of(const Resource& resource, const ListQuery& query, const View& view) {
  Writer writer(resource, view);
  for (const Condition& condition : query.conditions) writer.add_condition(condition);
  return writer;
}

// The value as the formats want it; the session's clock is UTC.
std::string as_text(const std::string& expression, const ExportedColumn& column) {
  if (column.type.ends_with("[]")) return fmt::format("to_json({})::text", expression);
  if (column.kind == ValueKind::moment) {
    return fmt::format("replace(replace({}::text, ' ', 'T'), '+00', 'Z')", expression);
  }
  return expression + "::text";
}

// NULLs stand last in both directions; a column without them keeps its index's order.
std::string order_of(const Resource& resource, const ListQuery& query) {
  std::string order;
  for (const OrderedBy& by : query.order) {
    order += order.empty() ? "" : ", ";
    order += resource.expressions[by.column];
    if (by.descending) order += resource.nullable[by.column] ? " DESC NULLS LAST" : " DESC";
  }
  return order;
}

class TablePicker {
 public:
  explicit TablePicker(const Resource& resource) : resource_(resource) {}

  std::size_t take(std::size_t column) {
    const auto found = std::find(taken_.begin(), taken_.end(), column);
    if (found != taken_.end()) return static_cast<std::size_t>(found - taken_.begin());
    taken_.push_back(column);
    return taken_.size() - 1;
  }

  exports::ExportedTable table() {
    exports::ExportedTable picked;
    picked.name = resource_.table.name;
    // Documents that tell a company from a person come along with what they speak of.
    for (std::size_t i = 0; i < taken_.size(); ++i) {
      ExportedColumn one = resource_.table.columns[taken_[i]];
      if (one.document) one.document = take(*one.document);
      picked.columns.push_back(std::move(one));
    }
    return picked;
  }

 private:
  const Resource& resource_;
  std::vector<std::size_t> taken_;
};

}  // namespace

FetchedTable fetched_table(const Resource& resource, const ListQuery& query) {
  TablePicker picker(resource);
  FetchedTable fetched;
  for (const std::size_t column : query.fields) static_cast<void>(picker.take(column));
  for (const OrderedBy& by : query.order) fetched.order.push_back(picker.take(by.column));
  fetched.table = picker.table();
  fetched.shown = fetched.table;
  fetched.shown.columns.resize(query.fields.size());
  return fetched;
}

Statement rows_statement(const Resource& resource, const ListQuery& query,
                         const FetchedTable& fetched, const View& view,
                         const std::optional<Position>& after, std::int64_t limit) {
  Writer writer = conditions_of(resource, query, view);
  if (after) writer.add_after(query, *after);
  std::string columns;
  for (const ExportedColumn& column : fetched.table.columns) {
    columns += columns.empty() ? "" : ", ";
    columns += as_text(resource.expressions[resource.column(column.name)], column);
  }
  std::string sql = fmt::format("SELECT {} FROM {} t WHERE {} ORDER BY {}", columns,
                                pg::quote_identifier(resource.table.name), writer.where(),
                                order_of(resource, query));
  if (limit > 0) sql += fmt::format(" LIMIT {}", limit);
  return {std::move(sql), writer.take_params()};
}

std::optional<Statement> search_count(const Resource& resource, const Condition& condition,
                                      const View& view) {
  if (!resource.gold || condition.kind != Condition::Kind::contains) return std::nullopt;
  return Writer(resource, view).count_found(condition);
}

Statement count_statement(const Resource& resource, const ListQuery& query, const View& view) {
  Writer writer = conditions_of(resource, query, view);
  std::string sql = fmt::format("SELECT count(*) FROM {} t WHERE {}",
                                pg::quote_identifier(resource.table.name), writer.where());
  return {std::move(sql), writer.take_params()};
}

bool is_operator(Role role) { return role == Role::staff || role == Role::admin; }

bool may_read(Role role, const Resource& resource) {
  if (is_operator(role)) return true;
  if (!resource.gold) return false;
  return role != Role::retail || resource.name == "caixas" || resource.name == "vendas";
}

}  // namespace gdo::api
