#include "pg/distributed.h"

#include <fmt/format.h>
#include <libpq-fe.h>

#include <memory>
#include <vector>

namespace gdo::pg {
namespace {

struct FreeMemory {
  void operator()(char* text) const { PQfreemem(text); }
};

// Goes over SQL, and knows when it is inside of something that may hold a ';'.
class StatementSplitter {
 public:
  explicit StatementSplitter(std::string_view sql) : sql_(sql) {}

  std::vector<std::string> statements() {
    while (at_ < sql_.size()) {
      if (starts("--")) {
        skip_to("\n");
      } else if (starts("$$")) {
        ++at_;
        skip_to("$$");
      } else if (sql_[at_] == '\'' || sql_[at_] == '"') {
        skip_to(sql_.substr(at_, 1));
      } else if (sql_[at_] == ';') {
        end_statement();
      } else {
        has_words_ = has_words_ || !is_blank(sql_[at_]);
        ++at_;
      }
    }
    end_statement();
    return std::move(all_);
  }

 private:
  static bool is_blank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }
  bool starts(std::string_view text) const { return sql_.substr(at_).starts_with(text); }

  // Behind the next `end` after this place.
  void skip_to(std::string_view end) {
    has_words_ = has_words_ || end != "\n";
    const std::size_t found = sql_.find(end, at_ + 1);
    at_ = found == std::string_view::npos ? sql_.size() : found + end.size();
  }

  void end_statement() {
    if (has_words_) all_.emplace_back(sql_.substr(begin_, at_ - begin_));
    has_words_ = false;
    begin_ = ++at_;
  }

  std::string_view sql_;
  std::size_t at_ = 0;
  std::size_t begin_ = 0;
  bool has_words_ = false;  // more than blanks and comments
  std::vector<std::string> all_;
};

}  // namespace

bool is_coordinator(Connection& connection) {
  return !connection.query("SELECT to_regclass('pg_dist_partition')").is_null(0, 0);
}

bool is_distributed(Connection& connection, const std::string& quoted_table) {
  if (!is_coordinator(connection)) return false;
  return connection
             .query("SELECT FROM pg_dist_partition WHERE logicalrelid = to_regclass($1)",
                    {quoted_table})
             .rows() > 0;
}

std::string literal(Connection& connection, std::string_view text) {
  const std::unique_ptr<char, FreeMemory> quoted(
      PQescapeLiteral(connection.native(), text.data(), text.size()));
  if (!quoted) throw Error(ErrorKind::config, "a text of the statement is not valid UTF-8");
  return quoted.get();
}

void set_local(Connection& in_transaction, std::string_view name, std::string_view value) {
  in_transaction.query(fmt::format("SET LOCAL {} = {}", name, literal(in_transaction, value)));
}

void execute_each(Connection& connection, std::string_view sql) {
  for (const std::string& statement : StatementSplitter(sql).statements()) {
    connection.query(statement);
  }
}

}  // namespace gdo::pg
