#include "raw/row_copy.h"

#include <algorithm>

#include "contract/ddl/raw_ddl.h"
#include "pg/sqlstate.h"

namespace gdo::raw {
namespace {

constexpr std::size_t kRejectionSliceBytes = 1U << 20U;

constexpr const char* kRejectionTarget =
    "registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, nome_arquivo, "
    "nr_registro, nr_item, byte_inicio, byte_tamanho, motivos, conteudo)";

void append_rejection(pg::BinaryRows& rows, const control::LotePlan& plan, std::string_view name,
                      const RejectedRecord& rejected) {
  rows.begin_row(12);
  rows.text(plan.tenant);
  rows.text(plan.payload);
  rows.text("raw");
  rows.int8(plan.lote_id);
  rows.int8(rejected.file_id);
  rows.text(name);
  rows.int8(rejected.number);
  rows.int8(0);
  rows.int8(static_cast<std::int64_t>(rejected.offset));
  rows.int8(static_cast<std::int64_t>(rejected.size));
  rows.jsonb(rejected.reasons);
  rows.text(rejected.content);
}

}  // namespace

std::string row_target(const control::LotePlan& plan, const contract::Payload& payload) {
  std::string columns;
  for (const std::string& column : contract::raw_columns(payload)) {
    columns += (columns.empty() ? "" : ", ") + pg::quote_identifier(column);
  }
  return pg::quote_identifier(plan.partition) + " (" + columns + ")";
}

std::vector<RejectedRecord> copy_carefully(pg::Connection& in_transaction,
                                           const control::LotePlan& plan,
                                           const contract::Payload& payload,
                                           const pg::BinaryRows& rows, std::size_t first,
                                           std::size_t end) {
  if (first == end) return {};
  in_transaction.query("SAVEPOINT parte_do_lote");
  try {
    pg::CopyWriter copy(in_transaction, row_target(plan, payload));
    copy.send(rows.slice(first, end));
    copy.finish();
    in_transaction.query("RELEASE SAVEPOINT parte_do_lote");
    return {};
  } catch (const Error& error) {
    if (!pg::refuses_data(error)) throw;
    in_transaction.query("ROLLBACK TO SAVEPOINT parte_do_lote");
    in_transaction.query("RELEASE SAVEPOINT parte_do_lote");
    if (end - first == 1) return {refused_row(rows.slice(first, end), payload, error.sqlstate())};
  }
  const std::size_t middle = first + (end - first) / 2;
  auto refused = copy_carefully(in_transaction, plan, payload, rows, first, middle);
  auto others = copy_carefully(in_transaction, plan, payload, rows, middle, end);
  std::move(others.begin(), others.end(), std::back_inserter(refused));
  return refused;
}

std::string_view RejectionWriter::name_of(std::int64_t file_id) const {
  const auto file = std::find_if(plan_.files.begin(), plan_.files.end(),
                                 [&](const control::ClaimedFile& f) { return f.id == file_id; });
  return file == plan_.files.end() ? std::string_view() : file->delivery.file_name;
}

void RejectionWriter::write(std::span<const RejectedRecord> rejected) {
  if (rejected.empty()) return;
  pg::BinaryRows rows;
  pg::CopyWriter copy(connection_, kRejectionTarget);
  for (const RejectedRecord& record : rejected) {
    append_rejection(rows, plan_, name_of(record.file_id), record);
    if (rows.bytes() < kRejectionSliceBytes) continue;
    copy.send(rows.all());
    rows.clear();
  }
  if (rows.rows() > 0) copy.send(rows.all());
  copy.finish();
}

}  // namespace gdo::raw
