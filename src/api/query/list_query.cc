#include "api/query/list_query.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "api/http/request.h"
#include "api/problem.h"
#include "api/query/row_values.h"
#include "config/setting_values.h"

namespace gdo::api {
namespace {

using exports::ExportedColumn;
using exports::Mask;
using exports::ValueKind;

constexpr std::int64_t kLargestLimit = 1000;
constexpr std::size_t kMostValues = 1000;
constexpr std::size_t kShortestSearch = 3;
constexpr std::array<std::string_view, 6> kGeneral = {"campos", "ordem",   "limite",
                                                      "cursor", "cliente", "pessoais"};

[[noreturn]] void refuse_value(std::string_view parameter, Text detail) {
  throw Refused({.code = "parametro_invalido",
                 .detail = std::move(detail),
                 .parameter = std::string(parameter)});
}

[[noreturn]] void refuse_unknown(std::string_view name, const std::vector<std::string>& known) {
  const auto nearest = config::nearest_word(name, known);
  Problem problem = {
      .code = "parametro_desconhecido",
      .detail = nearest ? saidf("There is no parameter {}. Did you mean {}?", name, *nearest)
                        : saidf("There is no parameter {}.", name),
      .parameter = std::string(name)};
  if (nearest) problem.more["sugestao"] = *nearest;
  throw Refused(std::move(problem));
}

// Parameters that are no column's: these are understood by others.
bool is_general_parameter(std::string_view name) {
  return std::find(kGeneral.begin(), kGeneral.end(), name) != kGeneral.end();
}

bool takes(const ExportedColumn& column, Condition::Kind kind) {
  const bool json = column.kind == ValueKind::json;
  switch (kind) {
    case Condition::Kind::equal:
      return !json || column.type == "text[]";
    case Condition::Kind::from:
    case Condition::Kind::to:
      return !json && column.kind != ValueKind::boolean;
    case Condition::Kind::prefix:
      return column.kind == ValueKind::text;
    case Condition::Kind::contains:
      return is_searchable(column);
  }
  return false;
}

struct Suffix {
  std::string_view text;
  Condition::Kind kind;
};
constexpr Suffix kSuffixes[] = {{"", Condition::Kind::equal},
                                {".de", Condition::Kind::from},
                                {".ate", Condition::Kind::to},
                                {".prefixo", Condition::Kind::prefix},
                                {".contem", Condition::Kind::contains}};

// Values between commas; "\," is a comma.
std::vector<std::string> split_values(std::string_view text) {
  std::vector<std::string> values(1);
  for (std::size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '\\' && i + 1 < text.size() && text[i + 1] == ',') {
      values.back() += text[++i];
    } else if (text[i] == ',') {
      values.emplace_back();
    } else {
      values.back() += text[i];
    }
  }
  return values;
}

std::optional<ListFormat> format_named(const HeaderItem& item) {
  if (item.name == "application/json") return ListFormat::json;
  if (item.name == "application/jsonl" || item.name == "application/x-ndjson") {
    return ListFormat::jsonl;
  }
  if (item.name != "text/csv") return std::nullopt;
  return item.parameter("estilo") == "excel-br" ? ListFormat::excel : ListFormat::csv;
}

class Reader {
 public:
  Reader(const Request& request, const Resource& resource, bool in_clear)
      : request_(request),
        resource_(resource),
        columns_(resource.table.columns),
        in_clear_(in_clear) {}

  ListQuery read() {
    for (const auto& [name, value] : request_.query) {
      if (is_general_parameter(name)) continue;
      add_condition(name, value);
    }
    read_fields();
    read_order();
    read_limit();
    query_.cursor = request_.parameter("cursor").value_or("");
    query_.format = asked_format(request_.header("accept"));
    const std::string count = preferred(request_.header("prefer"), "count");
    if (count == "exact") query_.counting = Counting::exact;
    if (count == "estimated") query_.counting = Counting::estimated;
    return std::move(query_);
  }

 private:
  std::vector<std::string> known_parameters() const {
    std::vector<std::string> known(kGeneral.begin(), kGeneral.end());
    for (const ExportedColumn& column : columns_) {
      for (const Suffix& suffix : kSuffixes) {
        if (takes(column, suffix.kind)) known.push_back(column.name + std::string(suffix.text));
      }
    }
    return known;
  }

  void add_condition(const std::string& name, const std::string& value) {
    const std::size_t point = std::min(name.find('.'), name.size());
    const auto column = resource_.table.find(std::string_view(name).substr(0, point));
    const auto* const suffix =
        std::find_if(std::begin(kSuffixes), std::end(kSuffixes),
                     [&](const Suffix& one) { return one.text == name.substr(point); });
    if (!column || suffix == std::end(kSuffixes) || !takes(columns_[*column], suffix->kind)) {
      refuse_unknown(name, known_parameters());
    }
    refuse_hidden(name, *column, suffix->kind);
    Condition condition{.column = *column, .kind = suffix->kind, .values = {}};
    const bool list = suffix->kind == Condition::Kind::equal;
    const auto values = list ? split_values(value) : std::vector<std::string>{value};
    if (values.size() > kMostValues) {
      refuse_value(name, saidf("At most {} values.", kMostValues));
    }
    for (const std::string& one : values) condition.values.push_back(checked(name, condition, one));
    query_.conditions.push_back(std::move(condition));
  }

  // What is shown masked is not found out by looking for it letter by letter.
  void refuse_hidden(const std::string& name, std::size_t column, Condition::Kind kind) const {
    if (in_clear_ || columns_[column].mask == Mask::none) return;
    if (kind == Condition::Kind::equal || kind == Condition::Kind::contains) return;
    throw Refused({.code = "sem_direito",
                   .detail = said("Personal data can be filtered by equality only."),
                   .parameter = name});
  }

  std::string checked(const std::string& name, const Condition& condition,
                      const std::string& text) const {
    const ExportedColumn& column = columns_[condition.column];
    if (condition.kind == Condition::Kind::contains && text.size() < kShortestSearch) {
      refuse_value(name, saidf("A search wants {} letters or more.", kShortestSearch));
    }
    std::optional<std::string> value = column_value(column, text);
    if (value) return std::move(*value);
    refuse_value(name, value_wanted(column.kind, name));
  }

  std::size_t named_column(std::string_view parameter, std::string_view name) const {
    if (const auto column = resource_.table.find(name)) return *column;
    std::vector<std::string> known;
    for (const ExportedColumn& column : columns_) known.push_back(column.name);
    const auto nearest = config::nearest_word(name, known);
    if (!nearest) refuse_value(parameter, saidf("There is no column {}.", name));
    refuse_value(parameter, saidf("There is no column {}. Did you mean {}?", name, *nearest));
  }

  void read_fields() {
    const auto wanted = request_.parameter("campos");
    if (!wanted) {
      for (std::size_t i = 0; i < columns_.size(); ++i) query_.fields.push_back(i);
      return;
    }
    for (const std::string& name : split_values(*wanted)) {
      const std::size_t column = named_column("campos", name);
      if (std::find(query_.fields.begin(), query_.fields.end(), column) == query_.fields.end()) {
        query_.fields.push_back(column);
      }
    }
  }

  void read_order() {
    const auto wanted = request_.parameter("ordem");
    if (wanted) {
      for (std::string_view name : split_values(*wanted)) add_order(name);
    }
    const bool descending = !query_.order.empty() && query_.order.front().descending;
    for (const std::size_t column : resource_.table.key) {
      if (!is_ordered_by(column)) query_.order.push_back({column, descending});
    }
  }

  void add_order(std::string_view name) {
    const bool descending = name.starts_with('-');
    if (descending) name.remove_prefix(1);
    const std::size_t column = named_column("ordem", name);
    if (columns_[column].kind == ValueKind::json || is_ordered_by(column)) {
      refuse_value("ordem", saidf("There is no ordering by {} here.", name));
    }
    refuse_hidden("ordem", column, Condition::Kind::from);
    query_.order.push_back({column, descending});
  }

  bool is_ordered_by(std::size_t column) const {
    return std::any_of(query_.order.begin(), query_.order.end(),
                       [&](const OrderedBy& by) { return by.column == column; });
  }

  void read_limit() {
    const auto wanted = request_.parameter("limite");
    if (!wanted) return;
    query_.limited = true;
    const char* const end = wanted->data() + wanted->size();
    const auto [stop, error] = std::from_chars(wanted->data(), end, query_.limit);
    const bool in_range = query_.limit >= 1 && query_.limit <= kLargestLimit;
    if (error == std::errc() && stop == end && in_range) return;
    refuse_value("limite", saidf("limite is from 1 to {}.", kLargestLimit));
  }

  const Request& request_;
  const Resource& resource_;
  const std::vector<ExportedColumn>& columns_;
  bool in_clear_;
  ListQuery query_;
};

}  // namespace

bool is_searchable(const ExportedColumn& column) {
  return column.kind == ValueKind::text &&
         (column.name.find("nome") != std::string::npos || column.name == "faz_nr_car");
}

ListQuery read_list_query(const Request& request, const Resource& resource, bool in_clear) {
  return Reader(request, resource, in_clear).read();
}

// The type that is wanted most; of those wanted as much, the first.
ListFormat asked_format(std::string_view accept) {
  ListFormat format = ListFormat::json;
  double most = 0;
  for (const HeaderItem& item : header_items(accept)) {
    const double wanted = item.weight();
    const auto named = format_named(item);
    if (!named || wanted <= most) continue;
    format = *named;
    most = wanted;
  }
  return format;
}

std::string_view csv_type(ListFormat format) {
  return format == ListFormat::excel ? "text/csv; charset=utf-8; header=present; estilo=excel-br"
                                     : "text/csv; charset=utf-8; header=present";
}

void refuse_unknown_parameters(const Request& request, const std::vector<std::string>& known) {
  for (const auto& [name, value] : request.query) {
    if (std::find(known.begin(), known.end(), name) == known.end()) refuse_unknown(name, known);
  }
}

}  // namespace gdo::api
