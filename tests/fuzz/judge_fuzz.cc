// Any bytes, read as a document of one payload and judged: each item becomes exactly one row set,
// or violations and no row; and PostgreSQL can hold all of it. The first byte chooses
// the payload: 0 animais, 1 caixas, 2 desossa, 3 escala, 4 registro_venda.
#include <algorithm>
#include <cstdint>
#include <cstring>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>
#include <string_view>
#include <vector>

#include "base/outside_text.h"
#include "contract/reader/catalog_loader.h"
#include "decode/document_reader.h"
#include "decode/reference_reader.h"
#include "fuzz/fuzz_check.h"
#include "judge/judge.h"
#include "pg/numeric_encoding.h"

namespace {

using gdo::contract::ValueType;
using gdo::judge::ItemVerdict;
using gdo::judge::Judge;
using gdo::judge::OutputColumn;
using gdo::test::fuzz_check;
using gdo::values::Value;
using gdo::values::ValueKind;

constexpr std::int64_t kVersion = 1'767'225'600'000'000;  // 2026-01-01

// Judges see one document after the other, as in production.
std::vector<std::unique_ptr<Judge>>& judges() {
  static const gdo::contract::Catalog catalog = gdo::contract::load_catalog();
  static std::vector<std::unique_ptr<Judge>> made = [] {
    std::vector<std::unique_ptr<Judge>> list;
    for (const auto& payload : catalog.payloads()) list.push_back(std::make_unique<Judge>(payload));
    return list;
  }();
  return made;
}

// What jsonb refuses although it is JSON: \u0000, lone surrogates, numbers beyond numeric.
void check_jsonb(std::string_view json) {
  fuzz_check(gdo::test::is_json_by_reference(std::string(json)), "a json value is JSON");
  fuzz_check(gdo::is_storable_text(json), "a json value is UTF-8");
  for (std::size_t at = json.find('\\'); at != std::string_view::npos;
       at = json.find('\\', at + 2)) {
    if (json.substr(at, 2) != "\\u") continue;
    const int unit = std::stoi(std::string(json.substr(at + 2, 4)), nullptr, 16);
    fuzz_check(unit != 0, "a json value has no \\u0000");
    if (unit < 0xD800 || unit > 0xDFFF) continue;
    const std::string_view next = json.substr(at + 6, 6);
    fuzz_check(unit < 0xDC00 && next.substr(0, 2) == "\\u", "a surrogate has its pair");
    const int low = std::stoi(std::string(next.substr(2)), nullptr, 16);
    fuzz_check(low >= 0xDC00 && low <= 0xDFFF, "a surrogate's pair is a low one");
    at += 6;
  }
}

void check_value(const OutputColumn& column, const Value& value) {
  if (value.is_null()) return;
  std::string scratch;
  const std::string_view text = gdo::values::text_of(value, scratch);
  fuzz_check(gdo::is_storable_text(text), "text is UTF-8 without NUL");
  switch (column.type.kind) {
    case ValueType::text:
      fuzz_check(value.kind == ValueKind::text, "a text column holds text");
      return;
    case ValueType::integer:
      fuzz_check(value.kind == ValueKind::integer && value.number >= INT32_MIN &&
                     value.number <= INT32_MAX,
                 "an integer column holds 32 bits");
      return;
    case ValueType::bigint:
      fuzz_check(value.kind == ValueKind::integer, "a bigint column holds an integer");
      return;
    case ValueType::numeric: {
      fuzz_check(value.kind == ValueKind::numeric, "a numeric column holds a number");
      fuzz_check(gdo::pg::is_numeric_text(text), "a number is numeric");
      const std::string_view digits = text.substr(text.starts_with('-') ? 1 : 0);
      const auto whole = static_cast<int>(std::min(digits.find('.'), digits.size()));
      const int behind = std::max(0, static_cast<int>(digits.size()) - whole - 1);
      const auto& type = column.type;
      fuzz_check(type.precision == 0 || (behind <= type.scale &&
                                         (whole <= type.precision - type.scale || text == "0")),
                 "a number fits its column");
      return;
    }
    case ValueType::date:
      fuzz_check(
          value.kind == ValueKind::date && value.number >= -719'162 && value.number <= 2'932'896,
          "a date is of the years 1 to 9999");
      return;
    case ValueType::timestamp:
      fuzz_check(value.kind == ValueKind::timestamp, "a timestamp column holds one");
      return;
    case ValueType::boolean:
      fuzz_check(value.kind == ValueKind::boolean && (value.number == 0 || value.number == 1),
                 "a boolean is one");
      return;
    case ValueType::json:
      fuzz_check(value.kind == ValueKind::json, "a json column holds JSON");
      check_jsonb(text);
      return;
  }
}

void check_row(const std::vector<OutputColumn>& columns, std::span<const Value> row) {
  fuzz_check(columns.size() == row.size(), "a value for each column");
  for (std::size_t i = 0; i < row.size(); ++i) check_value(columns[i], row[i]);
}

void check_extras(std::string_view extras) {
  if (extras.empty()) return;
  fuzz_check(extras.front() == '{', "extras are an object");
  check_jsonb(extras);
}

void check_accepted(const Judge& judge, const ItemVerdict& item) {
  check_row(judge.columns(*item.contract), item.row);
  for (const std::size_t key : item.contract->key) {
    const auto& columns = judge.columns(*item.contract);
    const auto found = std::find_if(columns.begin(), columns.end(), [key](const auto& column) {
      return column.field == key && !column.original;
    });
    const Value& value = item.row[static_cast<std::size_t>(found - columns.begin())];
    fuzz_check(!value.is_null() && value.text.size() <= 500, "a key is whole, and fits an index");
  }
  check_extras(item.extras);
  for (const auto& child : item.children) {
    std::int32_t last = 0;
    for (const auto& row : child.rows) {
      fuzz_check(row.number > last, "children are in order");
      last = row.number;
      check_row(judge.columns(*item.contract, *child.child), row.values);
      check_extras(row.extras);
    }
  }
}

void check_item(const Judge& judge, std::string_view record, const ItemVerdict& item) {
  fuzz_check(item.offset <= record.size() && item.size <= record.size() - item.offset,
             "an item is a part of its record");
  bool rejected = false;
  for (const auto& violation : item.violations) {
    rejected = rejected || violation.action == gdo::contract::Action::reject;
    fuzz_check(violation.offset <= record.size(), "a violation is in its record");
  }
  check_jsonb(gdo::judge::reasons_json(item.violations));
  std::string notes;
  gdo::judge::write_notes_json(item.violations, notes);
  check_jsonb(notes);
  fuzz_check(item.accepted != rejected, "accepted, or something rejects it");
  if (item.accepted) {
    check_accepted(judge, item);
  } else {
    fuzz_check(item.row.empty() && item.children.empty() && item.extras.empty(), "no row");
  }
}

void judge_document(Judge& judge, std::string_view document) {
  gdo::decode::DocumentReader reader(
      [&document](std::span<char> out) {
        const std::size_t count = std::min(out.size(), document.size());
        if (count > 0) std::memcpy(out.data(), document.data(), count);
        document.remove_prefix(count);
        return count;
      },
      {.record_bytes = 1U << 20U, .ratio_free_bytes = 1U << 20U});
  judge.begin_document(kVersion);
  gdo::decode::RawRecord record;
  while (reader.next(record)) {
    if (record.fault) continue;
    std::int32_t last = -1;
    judge.judge(record.bytes, [&](const ItemVerdict& item) {
      fuzz_check(item.number > last, "no item twice");
      last = item.number;
      check_item(judge, record.bytes, item);
    });
    fuzz_check(last >= 0 || record.bytes.find('[') != std::string_view::npos,
               "a record is judged, unless its items are an empty array");
  }
  (void)judge.take_rule_totals();
  for (const auto& member : judge.take_members()) {
    fuzz_check(gdo::is_storable_text(member.path), "a member's path is text");
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  if (size == 0) return 0;
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  auto& all = judges();
  judge_document(*all[static_cast<unsigned char>(input.front() - '0') % all.size()],
                 input.substr(1));
  return 0;
}
