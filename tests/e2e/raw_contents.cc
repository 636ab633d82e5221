#include "e2e/raw_contents.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <functional>
#include <iterator>

namespace gdo::test {
namespace {

constexpr const char* kRawTables =
    "SELECT c.relname, string_agg(format('quote_nullable(t.%I::text)', a.attname), ' || '' '' || ' "
    "ORDER BY a.attname) FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid "
    "WHERE c.relkind = 'p' AND c.relname LIKE 'raw\\_%' AND a.attnum > 0 AND NOT a.attisdropped "
    "AND a.attname NOT IN ('lote_id', 'arquivo_id', 'data_processamento', 'nome_arquivo') "
    "GROUP BY c.relname ORDER BY c.relname";

// Which of two files with the same bytes is the original is chance: rows are told by the bytes they
// came from, not by the file's name.
constexpr const char* kRawRows =
    "SELECT count(*), coalesce(sum(('x' || left(md5(encode(f.sha256, 'hex') || {}), 15))"
    "::bit(60)::bigint), 0) FROM {} t JOIN arquivo f ON f.id = t.arquivo_id";

constexpr const char* kRejected =
    "SELECT count(*), coalesce(sum(('x' || left(md5(concat_ws(' ', r.token_cliente, "
    "r.tipo_payload, encode(f.sha256, 'hex'), r.nr_registro, r.nr_item, r.byte_inicio, "
    "r.byte_tamanho, r.motivos::text, md5(r.conteudo), r.status)), 15))::bit(60)::bigint), 0) "
    "FROM registro_rejeitado r JOIN arquivo f ON f.id = r.arquivo_id WHERE r.camada = 'raw'";

constexpr const char* kDeliveries =
    "SELECT concat_ws(' ', token_cliente, tipo_payload, nome_arquivo, left(encode(sha256, 'hex'), "
    "12), tamanho, CASE status WHEN 'erro' THEN concat_ws(' ', 'erro', codigo_erro, linha, coluna) "
    "ELSE 'lido' END, registros_lidos, destino) FROM arquivo ORDER BY 1";

constexpr const char* kContents =
    "SELECT concat_ws(' ', token_cliente, tipo_payload, left(encode(sha256, 'hex'), 12), "
    "count(*) FILTER (WHERE status IN ('carregado', 'substituido')), "
    "count(*) FILTER (WHERE status = 'duplicado'), sum(registros_carregados), "
    "sum(registros_rejeitados), sum(registros_duplicados)) FROM arquivo "
    "GROUP BY token_cliente, tipo_payload, sha256 ORDER BY 1";

void add_lines(pg::Connection& connection, const char* sql, std::vector<std::string>& lines) {
  const auto rows = connection.query(sql);
  for (int row = 0; row < rows.rows(); ++row) lines.emplace_back(rows.text(row, 0));
}

struct Check {
  const char* name;
  const char* sql;  // a number; not zero = a defect
};

constexpr Check kChecks[] = {
    {"claims left", "SELECT count(*) FROM arquivo WHERE status = 'reservado'"},
    {"files not moved", "SELECT count(*) FROM arquivo WHERE movido_em IS NULL"},
    {"files overwritten", "SELECT count(*) FROM arquivo WHERE sobrescrito"},
    {"leases left", "SELECT count(*) FROM reserva r JOIN reservas_vivas() v ON v = r.id"},
    {"lotes unlike their files",
     "SELECT count(*) FROM lote l LEFT JOIN (SELECT lote_id, count(*) AS n, sum(registros_lidos) "
     "r, "
     "sum(registros_carregados) c, sum(registros_rejeitados) x, sum(registros_duplicados) d, "
     "sum(tamanho) b FROM arquivo WHERE lote_id IS NOT NULL GROUP BY lote_id) f ON f.lote_id = "
     "l.id "
     "WHERE (l.arquivos, l.registros_lidos, l.registros_carregados, l.registros_rejeitados, "
     "l.registros_duplicados, l.bytes) IS DISTINCT FROM (f.n, f.r, f.c, f.x, f.d, f.b)"},
    {"files of no lote",
     "SELECT count(*) FROM arquivo a WHERE (a.status = 'erro') <> (a.lote_id IS NULL) OR "
     "(a.lote_id IS NOT NULL AND NOT EXISTS (SELECT FROM lote l WHERE l.id = a.lote_id))"},
    {"files unlike their rejections",
     "SELECT count(*) FROM arquivo a LEFT JOIN (SELECT arquivo_id, count(*) AS n FROM "
     "registro_rejeitado WHERE camada = 'raw' GROUP BY 1) r ON r.arquivo_id = a.id "
     "WHERE a.registros_rejeitados <> coalesce(r.n, 0)"},
    {"rejections of no file",
     "SELECT count(*) FROM registro_rejeitado r WHERE NOT EXISTS (SELECT FROM arquivo a "
     "WHERE a.id = r.arquivo_id AND a.lote_id = r.lote_id)"},
    {"contents loaded twice",
     "SELECT count(*) FROM (SELECT FROM arquivo WHERE status = 'carregado' "
     "GROUP BY token_cliente, tipo_payload, sha256 HAVING count(*) > 1) d"},
    {"files whose result was not logged exactly once",
     "SELECT count(*) FROM arquivo a LEFT JOIN (SELECT (detalhes->>'arquivo_id')::bigint AS id, "
     "count(*) AS n FROM log_processamento WHERE status IN ('sucesso', 'alerta', 'erro') "
     "AND detalhes ? 'bytes_json' GROUP BY 1) l ON l.id = a.id WHERE coalesce(l.n, 0) <> 1"},
};

constexpr const char* kFilesUnlikeRows =
    "SELECT count(*) FROM (SELECT * FROM arquivo WHERE tipo_payload = $1) a FULL JOIN "
    "(SELECT arquivo_id, lote_id, count(*) AS n, count(DISTINCT nr_registro) AS numbers FROM {} "
    "GROUP BY 1, 2) t ON t.arquivo_id = a.id WHERE a.registros_carregados IS DISTINCT FROM "
    "coalesce(t.n, 0) OR t.n <> t.numbers OR t.lote_id <> a.lote_id";

}  // namespace

std::vector<std::string> raw_contents(pg::Connection& connection) {
  std::vector<std::string> lines;
  const auto tables = connection.query(kRawTables);
  for (int row = 0; row < tables.rows(); ++row) {
    const auto sum =
        connection.query(fmt::format(kRawRows, tables.text(row, 1), tables.text(row, 0)));
    lines.push_back(
        fmt::format("{} {} rows {}", tables.text(row, 0), sum.text(0, 0), sum.text(0, 1)));
  }
  const auto rejected = connection.query(kRejected);
  lines.push_back(
      fmt::format("registro_rejeitado {} rows {}", rejected.text(0, 0), rejected.text(0, 1)));
  add_lines(connection, kDeliveries, lines);
  add_lines(connection, kContents, lines);
  return lines;
}

std::vector<std::string> raw_defects(pg::Connection& connection) {
  std::vector<std::string> defects;
  for (const Check& check : kChecks) {
    const auto count = connection.query(check.sql);
    if (count.integer(0, 0) != 0) {
      defects.push_back(fmt::format("{}: {}", check.name, count.integer(0, 0)));
    }
  }
  const auto tables = connection.query(kRawTables);
  for (int row = 0; row < tables.rows(); ++row) {
    const std::string table(tables.text(row, 0));
    const auto count = connection.query(fmt::format(kFilesUnlikeRows, table), {table.substr(4)});
    if (count.integer(0, 0) != 0) {
      defects.push_back(fmt::format("{}: {} files unlike their rows", table, count.integer(0, 0)));
    }
  }
  return defects;
}

std::vector<std::string> files_below(const std::filesystem::path& folder) {
  std::vector<std::string> lines;
  if (!std::filesystem::exists(folder)) return lines;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
    if (!entry.is_regular_file()) continue;
    std::ifstream stream(entry.path(), std::ios::binary);
    const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
    lines.push_back(fmt::format("{} {} {:016x}",
                                std::filesystem::relative(entry.path(), folder).string(),
                                bytes.size(), std::hash<std::string>()(bytes)));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

}  // namespace gdo::test
