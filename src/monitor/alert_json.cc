#include "monitor/alert_json.h"

#include <array>
#include <utility>

#include "embedded/alertas_sql.h"
#include "embedded/control_sql.h"

namespace gdo::monitor {
namespace {

using Json = nlohmann::ordered_json;

enum AlertColumn {
  kId,
  kStatus,
  kSeverity,
  kKind,
  kTenant,
  kKey,
  kMessage,
  kDetails,
  kTimes,
  kFirst,
  kLast,
  kClosed,
  kTold,
  kReason,
  kClosedBy
};

constexpr std::array<std::pair<std::string_view, AlertAdvice>, 19> kAdvice = {{
    {"arquivo_com_erro",
     {"o arquivo não pôde ser lido: JSON malformado, vazio ou cortado; nada dele foi carregado",
      "peça ao produtor que envie o arquivo de novo, ou conserte-o em error/ e rode "
      "gdo files retry"}},
    {"arquivo_parado",
     {"um processo tomou o arquivo e não o terminou, ou ele não pôde ser movido",
      "veja gdo files list --status reservado e as permissões do lake; gdo run retoma o trabalho"}},
    {"execucao_com_erro",
     {"uma camada parou sem terminar", "veja o log da execução e rode gdo run de novo"}},
    {"execucao_parada",
     {"um gdo run --watch não consegue trabalhar e tenta de novo",
      "os detalhes dizem por quê; rode gdo doctor nessa máquina"}},
    {"nome_no_futuro",
     {"o nome do arquivo diz uma hora depois da do próprio arquivo",
      "acerte o relógio ou o nome na origem; a hora do nome não foi usada"}},
    {"modelo_bloqueado",
     {"uma verificação do modelo de serviço falhou; as linhas de antes continuam",
      "corrija os dados das chaves citadas e rode gdo run service"}},
    {"modelo_aviso",
     {"uma verificação encontrou linhas estranhas, que foram publicadas",
      "confira as chaves citadas com gdo trace"}},
    {"limite_rejeicao",
     {"um arquivo passou do limite de rejeições do contrato; nada dele foi publicado",
      "veja gdo rejected list; depois de corrigir, gdo rejected retry"}},
    {"canal_mudo",
     {"um canal de alertas não recebe há mais de um minuto",
      "confira o endereço e a rede; gdo alerts test tenta de novo"}},
    {"nada_chegou",
     {"nada chegou até a hora em que sempre chegou",
      "pergunte à planta se houve abate; se foi folga, gdo alerts expect ID"}},
    {"cliente_em_silencio",
     {"nada do cliente chegou hoje",
      "confira o envio do cliente; se foi folga, gdo alerts expect ID"}},
    {"volume_fora_da_faixa",
     {"o volume do dia está longe do esperado", "confira se faltam arquivos: gdo untraced --day"}},
    {"duracao_fora_da_faixa",
     {"carregar um registro demorou muito mais que o esperado",
      "veja a carga do servidor e gdo status"}},
    {"rejeicao_fora_da_faixa",
     {"a parte rejeitada do dia está longe do esperado",
      "veja gdo rejected list: a regra que cresceu diz o que mudou na origem"}},
    {"rendimento_fora_da_faixa",
     {"o rendimento da desossa está longe do esperado",
      "confira ordens e caixas da planta: gdo untraced --plant, balanço de massa"}},
    {"teste", {"um teste do canal de alertas", "nada: se você lê isto, o canal funciona"}},
    {"massa_fora_do_balanco",
     {"as caixas de um dia de desossa pesam mais que os quartos que entraram",
      "confira as ordens e as caixas da planta nesse dia: falta um arquivo de desossa, ou há "
      "caixas "
      "de outra planta"}},
    {"livros_fora_do_balanco",
     {"os livros de um lote não são a soma dos livros dos seus arquivos",
      "rode gdo audit; o que ele diz deste lote é um defeito: guarde o log e avise quem mantém o "
      "gdo"}},
    {"deriva",
     {"os dados mudaram de forma", "confira o contrato com o produtor: gdo contract show"}},
}};

Json text_or_null_json(const pg::Result& rows, int row, int column) {
  if (rows.is_null(row, column)) return nullptr;
  return std::string(rows.text(row, column));
}

Json alert_of(const pg::Result& rows, int row) {
  const AlertAdvice advice = advice_of(rows.text(row, kKind));
  const Json details = Json::parse(rows.text(row, kDetails));
  Json alert = {{"id", rows.integer(row, kId)},
                {"status", rows.text(row, kStatus)},
                {"severidade", rows.text(row, kSeverity)},
                {"tipo", rows.text(row, kKind)},
                {"token_cliente", text_or_null_json(rows, row, kTenant)},
                {"chave", rows.text(row, kKey)},
                {"mensagem", rows.text(row, kMessage)},
                {"detalhes", details},
                {"vezes", rows.integer(row, kTimes)},
                {"criado_em", rows.text(row, kFirst)},
                {"visto_em", rows.text(row, kLast)},
                {"encerrado_em", text_or_null_json(rows, row, kClosed)},
                {"encerrado_por", text_or_null_json(rows, row, kClosedBy)},
                {"motivo", text_or_null_json(rows, row, kReason)},
                {"avisos", rows.integer(row, kTold)},
                {"causa", advice.causa},
                {"o_que_fazer", advice.what_to_do},
                {"link", "/alertas/" + std::string(rows.text(row, kId))}};
  const auto file = details.find("nome_arquivo");
  if (file != details.end() && file->is_string()) alert["nome_arquivo"] = *file;
  return alert;
}

}  // namespace

AlertAdvice advice_of(std::string_view kind) {
  for (const auto& [name, advice] : kAdvice) {
    if (name == kind) return advice;
  }
  return {"veja a mensagem e os detalhes", "veja gdo alerts show e o log da execução"};
}

bool has_its_tables(pg::Connection& connection, std::string_view sql) {
  constexpr std::string_view kNeeds = "-- requer: ";
  if (!sql.starts_with(kNeeds)) return true;
  sql.remove_prefix(kNeeds.size());
  return connection.query("SELECT to_regclass($1) IS NOT NULL", {sql.substr(0, sql.find('\n'))})
      .boolean(0, 0);
}

std::string alert_sql(std::string_view path) {
  for (const auto& file : alertas_sql::files()) {
    if (file.path == path) return std::string(file.text);
  }
  throw Error(ErrorKind::internal, "there is no statement " + std::string(path));
}

std::vector<Json> alerts_json(pg::Connection& connection, const AlertQuery& query) {
  const auto asked = [](const std::string& text) {
    return text.empty() ? std::nullopt : std::optional<std::string>(text);
  };
  const pg::Result rows =
      connection.query(control_sql::alerts, {query.id, asked(query.status), asked(query.tenant)});
  std::vector<Json> alerts;
  for (int row = 0; row < rows.rows(); ++row) alerts.push_back(alert_of(rows, row));
  return alerts;
}

namespace {

std::vector<std::int64_t> changed_ids(const pg::Result& rows) {
  std::vector<std::int64_t> ids;
  for (int row = 0; row < rows.rows(); ++row) ids.push_back(rows.integer(row, 0));
  return ids;
}

}  // namespace

std::vector<std::int64_t> acknowledge_alerts(pg::Connection& connection,
                                             const std::vector<std::int64_t>& ids,
                                             const std::string& who) {
  return changed_ids(
      connection.query(control_sql::acknowledge_alerts, {pg::integer_array(ids), who}));
}

std::vector<std::int64_t> expect_alerts(pg::Connection& connection,
                                        const std::vector<std::int64_t>& ids,
                                        const std::string& who, const std::string& why) {
  return changed_ids(
      connection.query(control_sql::expect_days, {pg::integer_array(ids), who, why}));
}

}  // namespace gdo::monitor
