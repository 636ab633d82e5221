#include "trace/absence.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/stored_text.h"
#include "base/translation.h"
#include "trace/key_forms.h"
#include "trace/trace_queries.h"

namespace gdo::trace {
namespace {

// The part of a key that says most: a barcode, a number.
std::string searched_part(const WrittenKey& key) {
  const std::vector<std::string> parts = key_parts(key.text);
  return *std::max_element(
      parts.begin(), parts.end(),
      [](const std::string& a, const std::string& b) { return a.size() < b.size(); });
}

std::vector<std::string> texts_of(const pg::Result& rows) {
  std::vector<std::string> all;
  for (int row = 0; row < rows.rows(); ++row) all.emplace_back(rows.text(row, 1));
  return all;
}

std::string second_column(const pg::Result& rows) {
  return fmt::format("{}", fmt::join(texts_of(rows), ", "));
}

}  // namespace

std::vector<std::string> explain_absence(pg::Connection& connection, const WrittenKey& key,
                                         const std::vector<std::string>& tenants) {
  const std::string part = searched_part(key);
  if (part.empty() || tenants.empty() || !is_storable_text(part)) return {};
  const auto ask = [&](const char* query) {
    return connection.query(trace_query(query), {pg::text_array(tenants), part});
  };
  std::vector<std::string> reasons;
  const auto others = ask("ausencia/outras_unidades.sql");
  if (others.rows() > 0) {
    reasons.push_back(trf("a box of this barcode is there: gdo trace caixa:{}",
                          fmt::join(texts_of(others), ", caixa:")));
  }
  const auto behind = ask("ausencia/linhas_trusted.sql");
  const bool known = others.rows() > 0 || behind.rows() > 0;
  if (behind.rows() > 0 && others.rows() == 0) {
    reasons.push_back(
        trf("it is in {}, and gold is behind: gdo run service", second_column(behind)));
  }
  if (const auto rows = ask("ausencia/linhas_de_venda.sql"); rows.rows() > 0 && !known) {
    reasons.push_back(
        trf("no file of caixas brought this box; only a sale names it: "
            "gdo trace pedido:{}",
            rows.text(0, 1)));
  }
  if (const auto rows = ask("ausencia/rejeicoes.sql"); rows.rows() > 0) {
    reasons.push_back(trf("it stands in {}: gdo rejected show ID", second_column(rows)));
  }
  if (const auto rows = ask("ausencia/lotes_a_julgar.sql"); rows.rows() > 0) {
    reasons.push_back(trf("{} lotes still wait for trusted: gdo run", rows.text(0, 1)));
  }
  return reasons;
}

}  // namespace gdo::trace
