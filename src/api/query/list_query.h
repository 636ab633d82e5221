#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "api/http/request.h"
#include "api/query/resource.h"

namespace gdo::api {

// A filter: all must hold.
struct Condition {
  enum class Kind { equal, from, to, prefix, contains };
  std::size_t column = 0;
  Kind kind = Kind::equal;
  std::vector<std::string> values;  // of `equal` any, else one
};

struct OrderedBy {
  std::size_t column = 0;
  bool descending = false;
};

enum class ListFormat { json, jsonl, csv, excel };
enum class Counting { none, exact, estimated };

// What a list is asked for, understood.
struct ListQuery {
  std::vector<Condition> conditions;
  std::vector<std::size_t> fields;  // columns to show, in order
  std::vector<OrderedBy> order;     // ends with the whole key: no two rows are alike
  std::int64_t limit = 100;
  bool limited = false;  // the client named a limit
  std::string cursor;    // as sent; empty = from the start
  ListFormat format = ListFormat::json;
  Counting counting = Counting::none;
};

// Names of parties and farms, and the CAR: what people know by half, and may search in.
bool is_searchable(const exports::ExportedColumn& column);

// Reads the query, Accept and Prefer of a request. in_clear: the caller sees personal data as it
// is; others can neither sort by it nor search in what they see masked. Throws Refused.
ListQuery read_list_query(const Request& request, const Resource& resource, bool in_clear);

// The format that Accept asks for.
ListFormat asked_format(std::string_view accept);
// The Content-Type of csv or excel.
std::string_view csv_type(ListFormat format);

// Throws Refused when a parameter has another name than these.
void refuse_unknown_parameters(const Request& request, const std::vector<std::string>& known);

}  // namespace gdo::api
