#include "api/query/row_rights.h"

#include <fmt/format.h>

namespace gdo::api {
namespace {

// {0} is the array of CNPJs.
constexpr std::string_view kPlantLot = "t.cnpj_industria_abate = ANY ({0})";
constexpr std::string_view kPlantAnimal =
    "EXISTS (SELECT FROM service_lotes_abate l WHERE l.token_cliente = t.token_cliente "
    "AND l.nr_unidade_abate = t.nr_unidade_abate AND l.dt_abate = t.dt_abate "
    "AND l.nr_lote_abate = t.nr_lote_abate AND l.cnpj_industria_abate = ANY ({0}))";
constexpr std::string_view kPlantOrder =
    "(t.cnpj_industria_abate = ANY ({0}) OR t.cnpj_industria_desossa = ANY ({0}))";
constexpr std::string_view kPlantBox =
    "(t.cnpj_industria_abate = ANY ({0}) OR t.cnpj_industria_desossa = ANY ({0}) "
    "OR EXISTS (SELECT FROM service_venda_caixas c WHERE c.token_cliente = t.token_cliente "
    "AND c.codigo_barras = t.codigo_barras AND c.cnpj_local_estoque = ANY ({0}) "
    "AND (c.nr_unidade_desossa IS NULL OR c.nr_unidade_desossa = t.nr_unidade_desossa)))";
constexpr std::string_view kPlantSale = "t.cnpj_local_estoque = ANY ({0})";
// A plant of slaughter or deboning is known by its number: its CNPJ is that of its lots and boxes.
constexpr std::string_view kPlantMonth =
    "((t.tipo_planta = 'estoque' AND t.planta = ANY ({0})) "
    "OR (t.tipo_planta = 'abate' AND EXISTS (SELECT FROM service_lotes_abate l "
    "WHERE l.token_cliente = t.token_cliente AND l.nr_unidade_abate = t.planta "
    "AND l.cnpj_industria_abate = ANY ({0}))) "
    "OR (t.tipo_planta = 'desossa' AND EXISTS (SELECT FROM service_ordens_desossa o "
    "WHERE o.token_cliente = t.token_cliente AND o.nr_unidade_desossa = t.planta "
    "AND o.cnpj_industria_desossa = ANY ({0}))))";
constexpr std::string_view kBuyerSale = "t.nf_cnpj_destino = ANY ({0})";
constexpr std::string_view kBuyerBox =
    "EXISTS (SELECT FROM service_venda_caixas c JOIN service_vendas v "
    "ON v.token_cliente = c.token_cliente AND v.cnpj_local_estoque = c.cnpj_local_estoque "
    "AND v.nr_pedido = c.nr_pedido AND v.carga = c.carga "
    "WHERE c.token_cliente = t.token_cliente AND c.codigo_barras = t.codigo_barras "
    "AND (c.nr_unidade_desossa IS NULL OR c.nr_unidade_desossa = t.nr_unidade_desossa) "
    "AND v.nf_cnpj_destino = ANY ({0}))";

std::string_view plant_condition(const std::string& resource) {
  if (resource == "animais") return kPlantAnimal;
  if (resource == "lotes-abate") return kPlantLot;
  if (resource == "ordens-desossa") return kPlantOrder;
  if (resource == "caixas") return kPlantBox;
  if (resource == "vendas") return kPlantSale;
  if (resource == "resumo-mensal") return kPlantMonth;
  return "false";
}

std::string_view buyer_condition(const std::string& resource) {
  if (resource == "caixas") return kBuyerBox;
  if (resource == "vendas") return kBuyerSale;
  return "false";
}

}  // namespace

bool is_operator(Role role) { return role == Role::operador || role == Role::admin; }

bool may_read(Role role, const Resource& resource) {
  if (is_operator(role)) return true;
  if (!resource.gold) return false;
  return role != Role::varejo || resource.name == "caixas" || resource.name == "vendas";
}

std::string row_condition(Role role, const Resource& resource, std::string_view cnpjs) {
  const std::string array = fmt::format("{}::text[]", cnpjs);
  if (role == Role::industria)
    return fmt::format(fmt::runtime(plant_condition(resource.name)), array);
  if (role == Role::varejo) return fmt::format(fmt::runtime(buyer_condition(resource.name)), array);
  return "";
}

}  // namespace gdo::api
