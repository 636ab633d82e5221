#include "api/served_world.h"

#include <fmt/format.h>

#include "api/rights.h"
#include "contract/reader/catalog_loader.h"
#include "gold/model_run.h"
#include "gold/models.h"

namespace gdo::api::test {
namespace {

using gold::test::a_box;
using gold::test::a_line;
using gold::test::a_sale;
using gold::test::an_animal;
using gold::test::an_invoice;

constexpr int kBoxes = 25;
constexpr const char* kDoubled[] = {"service_animais",       "service_lotes_abate",
                                    "service_ordem_lotes",   "service_ordens_desossa",
                                    "service_caixas",        "service_venda_caixas",
                                    "service_vendas",        "service_desossa_diaria",
                                    "service_resumo_mensal", "modelo_cliente"};

constexpr const char* kControlRows =
    "INSERT INTO arquivo (token_cliente, tipo_payload, nome_arquivo, caminho, geracao, tamanho, "
    "modificado_em, status, sha256, concluido_em, destino) SELECT t, 'caixas', t || '.json', "
    "'file:///x/' || t, 1, 2, now(), 'carregado', sha256(t::bytea), now(), 'done' "
    "FROM unnest(ARRAY['a1b2c3', 'zz9']) t; "
    "INSERT INTO registro_rejeitado (token_cliente, tipo_payload, camada, lote_id, arquivo_id, "
    "nome_arquivo, nr_registro, byte_inicio, byte_tamanho, motivos, conteudo) "
    "SELECT t, 'caixas', 'trusted', 1, n, t || '.json', n, 0, 2, "
    "'[{\"campo\": \"peso_liquido\", \"regra\": \"faixa\", \"acao\": \"reject\"}]', '{}' "
    "FROM unnest(ARRAY['a1b2c3', 'zz9']) t, generate_series(1, 3) n; "
    "INSERT INTO log_processamento (camada, status, mensagem, usuario, hostname, versao_script, "
    "token_cliente) SELECT 'raw', 'sucesso', 'de ' || coalesce(t, 'ninguém'), 'u', 'h', 'v', t "
    "FROM unnest(ARRAY['a1b2c3', 'zz9', NULL]) t; "
    "INSERT INTO alerta (token_cliente, tipo, severidade, chave, mensagem) "
    "SELECT t, 'teste', 'aviso', 'chave de ' || t || n, 'de ' || t "
    "FROM unnest(ARRAY['a1b2c3', 'zz9']) t, generate_series(1, 3) n";

}  // namespace

ServedWorld& ServedWorld::shared() {
  static ServedWorld world;
  return world;
}

ServedWorld::ServedWorld() : catalog_(contract::load_catalog()) {
  fill_gold();
  double_tenant();
  owner().execute(kControlRows);
  // As `gdo migrate` does: roles, row level security, grants.
  static_cast<void>(apply_rights(owner()));
  serving_ = std::make_unique<Serving>(catalog_, options());
}

void ServedWorld::fill_gold() {
  const gold::test::Lot lot;
  const gold::test::Order order;
  gold::test::slaughter(world_, lot);
  gold::test::debone(world_, order, {lot});
  std::vector<gold::test::Json> lines;
  for (int i = 0; i < kBoxes; ++i) {
    const std::string code = fmt::format("{:09}K", 100000001 + i);
    world_.put("caixas", gold::test::a_box(order, code));
    if (i < 5) lines.push_back(gold::test::a_line(code));
  }
  world_.put("registro_venda", gold::test::a_sale("555"),
             {{"trusted_venda_caixas", lines},
              {"trusted_venda_notas", {gold::test::an_invoice("77", "2025-02-10")}}});
  world_.put("animais", gold::test::an_animal("BR1"));
  control::LogManager log(control::this_process());
  for (const gold::Model& model : gold::built_in_models()) {
    gold::run_model(owner(), log, gold::built_in_models(), model, gold::test::kTenant,
                    {.everything = true});
  }
  owner().execute(fmt::format(
      "UPDATE service_lotes_abate SET cnpj_industria_abate = '{0}'; "
      "UPDATE service_ordens_desossa SET cnpj_industria_abate = '{0}', "
      "cnpj_industria_desossa = '{0}'; "
      "UPDATE service_caixas SET cnpj_industria_abate = '{0}', cnpj_industria_desossa = '{0}'; "
      "UPDATE service_vendas SET nf_cnpj_destino = '{1}'",
      kPlantCnpj, kBuyerCnpj));
}

void ServedWorld::double_tenant() {
  for (const char* table : kDoubled) {
    owner().query(
        fmt::format("INSERT INTO {0} SELECT (jsonb_populate_record(NULL::{0}, "
                    "to_jsonb(t) || '{{\"token_cliente\": \"zz9\"}}')).* FROM {0} t "
                    "WHERE token_cliente = 'a1b2c3'",
                    table));
  }
}

ServingOptions ServedWorld::options() const {
  ServingOptions options;
  options.as_api = world_.options();
  options.as_api.uri_or_conninfo += " user=gdo_api";
  options.as_api.connect_timeout_s = 2;
  options.loader = world_.options();
  options.lake = lake_.path().string();
  return options;
}

std::string ServedWorld::key(const std::string& tenant, Role role, std::vector<std::string> cnpjs) {
  return create_key(owner(), {.tenant = tenant, .role = role, .cnpjs = std::move(cnpjs)}, "teste")
      .text;
}

}  // namespace gdo::api::test
