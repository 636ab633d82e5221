#include "raw/retire.h"

#include <fmt/format.h>

#include <nlohmann/json.hpp>

#include "embedded/raw_sql.h"

namespace gdo::raw {
namespace {

std::string why_not_retired(const pg::Result& file) {
  if (file.rows() == 0) return "there is no such file";
  const std::string_view status = file.text(0, 0);
  if (status == "carregado" || status == "substituido") return {};
  if (status == "duplicado") {
    return fmt::format("it loaded nothing: its bytes came with file {}; retire that one",
                       file.text(0, 4));
  }
  if (status == "retirado") return "it is taken back already";
  return fmt::format("its status is {}: it loaded nothing that could be taken back", status);
}

}  // namespace

std::string retire_file(pg::Connection& idle, control::LogManager& log, std::int64_t id,
                        const std::string& why) {
  pg::Transaction transaction(idle);
  const pg::Result file = idle.query(raw_sql::file_to_retire, {id});
  if (std::string refusal = why_not_retired(file); !refusal.empty()) return refusal;
  const std::string& who = log.identity().user;
  idle.query(raw_sql::retire_file, {id, who, why});
  idle.query(raw_sql::restore_older, {id});
  idle.query(raw_sql::close_rejections, {id, who, why});
  idle.query("UPDATE lote SET trusted_pendente = true WHERE id = $1", {file.integer(0, 3)});
  const control::LogEntry entry{
      .payload = std::string(file.text(0, 1)),
      .file_name = std::string(file.text(0, 2)),
      .status = control::LogStatus::warning,
      .message = "entrega retirada pelo operador: suas linhas deixam trusted",
      .details = nlohmann::json{{"arquivo_id", id}, {"motivo", why}}.dump(),
      .lote_id = file.integer(0, 3)};
  log.write(idle, {&entry, 1});
  transaction.commit();
  return {};
}

}  // namespace gdo::raw
