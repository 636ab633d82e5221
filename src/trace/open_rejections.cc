#include "trace/open_rejections.h"

#include <algorithm>
#include <map>

#include "pg/param.h"
#include "trace/trace_queries.h"
#include "values/dates.h"

namespace gdo::trace {
namespace {

using RejectedJson = nlohmann::json;

constexpr std::int64_t kAtMost = 20000;  // of a payload

// A record may be rejected for bytes that are no UTF-8: its key is read all the same.
RejectedJson read_json(std::string bytes) {
  std::replace_if(
      bytes.begin(), bytes.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; },
      '?');
  return RejectedJson::parse(bytes, nullptr, false);
}

std::string text_of(const RejectedJson& record, const char* member) {
  const auto found = record.find(member);
  if (found == record.end()) return "";
  if (found->is_string()) return found->get<std::string>();
  return found->is_number_integer() ? found->dump() : "";
}

std::string rejected_unit(const RejectedJson& record, const char* member) {
  const std::string text = text_of(record, member);
  const std::size_t first = text.find_first_not_of(" 0");
  if (first == std::string::npos) return "";
  const std::string digits = text.substr(first, text.find_last_not_of(' ') - first + 1);
  return digits.find_first_not_of("0123456789") == std::string::npos ? digits : "";
}

std::string rejected_day(const RejectedJson& record, const char* member) {
  const values::Date date = values::parse_date(text_of(record, member).substr(0, 10));
  return date.form == values::DateForm::invalid ? "" : values::iso_date(date.days);
}

std::int64_t rejected_number(const RejectedJson& record, const char* member) {
  const std::string text = text_of(record, member);
  if (text.empty() || text.size() > 9 ||
      text.find_first_not_of("0123456789") != std::string::npos) {
    return 0;
  }
  return std::stoll(text);
}

void read_lots(const RejectedJson& record, OpenRejection& rejection) {
  const auto lots = record.find("lotes_abate");
  if (lots == record.end() || !lots->is_array()) return;
  for (const RejectedJson& lot : *lots) {
    if (!lot.is_object()) continue;
    const PlantDay of{rejected_unit(lot, "sif_abate"), rejected_day(lot, "dt_abate")};
    rejection.lots.push_back({of, rejected_number(lot, "lote")});
  }
}

// The rejection's own day may be what it was rejected for: one in the future is no day of
// slaughter.
bool day_refused(const std::string& rule) { return rule.ends_with(":dt_abate"); }

void fill_days(pg::Connection& connection, const std::string& tenant,
               std::vector<OpenRejection>& rejections) {
  std::vector<std::int64_t> files;
  for (const OpenRejection& one : rejections) {
    if (!one.of.known() && one.payload != "animais") files.push_back(one.file_id);
  }
  if (files.empty()) return;
  const pg::Result rows = connection.query(trace_query("pendencias/dias_dos_arquivos.sql"),
                                           {tenant, pg::integer_array(files)});
  std::map<std::int64_t, PlantDay> days;
  for (int row = 0; row < rows.rows(); ++row) {
    days[rows.integer(row, 0)] = {std::string(rows.text(row, 1)), std::string(rows.text(row, 2))};
  }
  for (OpenRejection& one : rejections) {
    const auto found = days.find(one.file_id);
    if (found == days.end() || one.payload == "animais") continue;
    if (one.of.unit.empty()) one.of.unit = found->second.unit;
    if (one.of.day.empty()) one.of.day = found->second.day;
  }
}

}  // namespace

void read_rejected_key(const std::string& bytes, OpenRejection& rejection) {
  const RejectedJson record = read_json(bytes);
  if (!record.is_object()) return;
  if (rejection.payload == "desossa") {
    rejection.of.unit = rejected_unit(record, "sif_abate");
    rejection.deboning_unit = rejected_unit(record, "sif_producao");
    rejection.order = text_of(record, "nr_op_desossa");
    read_lots(record, rejection);
  } else {
    rejection.of.unit = rejected_unit(record, "nr_unidade_abate");
    rejection.lot = rejected_number(record, "nr_lote_abate");
    if (rejection.lot == 0) rejection.lot = rejected_number(record, "lote_abate");
  }
  if (!day_refused(rejection.rule)) rejection.of.day = rejected_day(record, "dt_abate");
  rejection.day_guessed = rejection.of.day.empty();
}

std::vector<OpenRejection> open_rejections(pg::Connection& connection, const std::string& tenant,
                                           const std::vector<std::string>& payloads) {
  std::vector<OpenRejection> rejections;
  if (payloads.empty()) return rejections;
  const pg::Result rows = connection.query(trace_query("pendencias/rejeicoes.sql"),
                                           {tenant, pg::text_array(payloads), kAtMost});
  for (int row = 0; row < rows.rows(); ++row) {
    OpenRejection one;
    one.id = rows.integer(row, 0);
    one.payload = rows.text(row, 1);
    one.file = rows.text(row, 2);
    one.record_number = rows.integer(row, 3);
    one.file_id = rows.integer(row, 4);
    one.rule = rows.text(row, 5);
    read_rejected_key(pg::bytes_of_hex(rows.text(row, 6)), one);
    rejections.push_back(std::move(one));
  }
  fill_days(connection, tenant, rejections);
  return rejections;
}

}  // namespace gdo::trace
