#include "trace/trace_key.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <set>

#include "base/outside_text.h"
#include "embedded/keys_sql.h"
#include "pg/repeated_statements.h"
#include "trace/things.h"

namespace gdo::trace {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t kLabelLength = 18;

const char* cast_of(KeyPart part) {
  if (part == KeyPart::date) return "::date";
  return part == KeyPart::integer ? "::integer" : "";
}

// The key columns of the rows whose columns have these values.
std::string look_up(const KeyForm& form) {
  std::string chosen;
  for (const KeyColumn& column : form.key) {
    chosen += ", " + pg::quote_identifier(column.name);
  }
  std::string where;
  for (std::size_t i = 0; i < form.columns.size(); ++i) {
    const KeyColumn& column = form.columns[i];
    const std::string value = fmt::format("${}", i + 3);
    where += column.part == KeyPart::code
                 ? fmt::format(" AND {} IN ({}, upper({}))", pg::quote_identifier(column.name),
                               value + "::text", value + "::text")
                 : fmt::format(" AND {} = {}{}", pg::quote_identifier(column.name), value,
                               cast_of(column.part));
  }
  return fmt::format(keys_sql::find_key, chosen, pg::quote_identifier(form.table), where);
}

FoundKey found_key(const KeyForm& form, const pg::Result& rows, int row) {
  FoundKey found{form.type, std::string(rows.text(row, 0)), Json::object()};
  for (int column = 1; column < rows.columns(); ++column) {
    const KeyColumn& one = form.key[static_cast<std::size_t>(column - 1)];
    if (one.part == KeyPart::integer) {
      found.key[one.name] = rows.integer(row, column);
    } else {
      found.key[one.name] = std::string(rows.text(row, column));
    }
  }
  return found;
}

std::optional<std::vector<pg::Param>> params_of(const KeyForm& form,
                                                const std::vector<std::string>& parts) {
  if (parts.size() != form.columns.size()) return std::nullopt;
  std::vector<pg::Param> params;
  for (std::size_t i = 0; i < parts.size(); ++i) {
    std::optional<std::string> value = key_value(form.columns[i].part, parts[i]);
    if (!value) return std::nullopt;
    params.emplace_back(std::move(*value));
  }
  return params;
}

// A half-carcass's label is unit (5), DDMMYYYY, sequence (4), side.
std::optional<std::vector<std::string>> parts_of_label(std::string_view text) {
  if (text.size() != kLabelLength ||
      !std::all_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; })) {
    return std::nullopt;
  }
  return std::vector<std::string>{
      std::string(text.substr(0, 5)),
      fmt::format("{}-{}-{}", text.substr(9, 4), text.substr(7, 2), text.substr(5, 2)),
      std::string(text.substr(13, 4)), std::string(text.substr(17, 1))};
}

// An animal stands for the half-carcasses that bear its name; a lot's whole key is meant before the
// beginning of a half-carcass's.
void leave_wholes(std::vector<FoundKey>& found) {
  const auto whole = [](const FoundKey& one) { return one.type == "animal" || one.type == "lote"; };
  if (std::none_of(found.begin(), found.end(), whole)) return;
  std::erase_if(found, [](const FoundKey& one) { return one.type == "carcaca"; });
}

// What the text may be, split in the ways in which this form is written.
std::vector<std::vector<std::string>> readings(const KeyForm& form, const std::string& text) {
  // A farm without CAR is known by document/name/UF, which is one value.
  if (form.type == "fazenda") return {{text}};
  std::vector<std::vector<std::string>> all = {key_parts(text)};
  if (form.type == "carcaca") {
    if (auto label = parts_of_label(text)) all.push_back(std::move(*label));
  }
  return all;
}

// The same where a value holds a '/' itself.
std::vector<std::vector<std::string>> readings_with_slashes(const KeyForm& form,
                                                            const std::string& text) {
  const std::vector<std::string> parts = key_parts(text);
  if (parts.size() <= form.columns.size()) return {};
  return regrouped(parts, form.columns.size());
}

template <typename Readings>
std::vector<FoundKey> look_for(pg::Connection& connection, const WrittenKey& key,
                               const std::vector<std::string>& tenants, int limit,
                               const Things& things, const Readings& readings_of) {
  std::vector<const KeyForm*> asked;
  std::vector<pg::Question> questions;
  for (const KeyForm& form : things.forms()) {
    if (!key.kind.empty() && key.kind != form.kind) continue;
    for (const std::vector<std::string>& parts : readings_of(form, key.text)) {
      const auto values = params_of(form, parts);
      if (!values) continue;
      std::vector<pg::Param> params = {pg::text_array(tenants), limit};
      params.insert(params.end(), values->begin(), values->end());
      asked.push_back(&form);
      questions.push_back({look_up(form), std::move(params)});
    }
  }
  const std::vector<pg::Result> answers = pg::query_all(connection, questions);
  std::vector<FoundKey> found;
  std::set<std::string> seen;
  for (std::size_t i = 0; i < answers.size(); ++i) {
    for (int row = 0; row < answers[i].rows(); ++row) {
      FoundKey one = found_key(*asked[i], answers[i], row);
      if (seen.insert(one.tenant + "/" + one.written()).second) found.push_back(std::move(one));
    }
  }
  return found;
}

}  // namespace

WrittenKey read_key(std::string_view text) { return read_key(text, built_in_things()); }

WrittenKey read_key(std::string_view text, const Things& things) {
  for (const std::string& kind : things.kinds()) {
    if (text.size() > kind.size() && text.starts_with(kind) && text[kind.size()] == ':') {
      return {kind, std::string(text.substr(kind.size() + 1))};
    }
  }
  return {"", std::string(text)};
}

std::string written_key(std::string_view type, const Json& key) {
  const std::string_view kind = type == "venda" ? "pedido" : type == "carcaca" ? "animal" : type;
  return fmt::format("{}:{}", kind, joined_key(key));
}

std::string FoundKey::written() const { return written_key(type, key); }

std::vector<std::string> traced_tenants(pg::Connection& connection) {
  const pg::Result rows =
      connection.query("SELECT DISTINCT token_cliente FROM modelo_cliente ORDER BY 1");
  std::vector<std::string> tenants;
  for (int row = 0; row < rows.rows(); ++row) tenants.emplace_back(rows.text(row, 0));
  return tenants;
}

std::vector<FoundKey> find_keys(pg::Connection& connection, const WrittenKey& key,
                                const std::vector<std::string>& tenants, int limit) {
  return find_keys(connection, key, tenants, limit, built_in_things());
}

std::vector<FoundKey> find_keys(pg::Connection& connection, const WrittenKey& key,
                                const std::vector<std::string>& tenants, int limit,
                                const Things& things) {
  // No text that the server would refuse, and log.
  if (!is_storable_text(key.text)) return {};
  std::vector<FoundKey> found = look_for(connection, key, tenants, limit, things, readings);
  if (found.empty()) {
    found = look_for(connection, key, tenants, limit, things, readings_with_slashes);
  }
  leave_wholes(found);
  return found;
}

}  // namespace gdo::trace
