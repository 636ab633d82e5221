#include "api/query/row_rights.h"

#include <fmt/format.h>

#include "embedded/api_sql.h"

namespace gdo::api {
namespace {

// {0} is the array of CNPJs.
constexpr std::string_view kPlantLot = "t.cnpj_industria_abate = ANY ({0})";

constexpr std::string_view kPlantOrder =
    "(t.cnpj_industria_abate = ANY ({0}) OR t.cnpj_industria_desossa = ANY ({0}))";

constexpr std::string_view kPlantSale = "t.cnpj_local_estoque = ANY ({0})";

constexpr std::string_view kBuyerSale = "t.nf_cnpj_destino = ANY ({0})";

std::string_view plant_condition(const std::string& resource) {
  if (resource == "animais") return api_sql::plant_animal;
  if (resource == "lotes-abate") return kPlantLot;
  if (resource == "ordens-desossa") return kPlantOrder;
  if (resource == "caixas") return api_sql::plant_box;
  if (resource == "vendas") return kPlantSale;
  if (resource == "resumo-mensal") return api_sql::plant_month;
  return "false";
}

std::string_view buyer_condition(const std::string& resource) {
  if (resource == "caixas") return api_sql::buyer_box;
  if (resource == "vendas") return kBuyerSale;
  return "false";
}

}  // namespace

bool is_operator(Role role) { return role == Role::staff || role == Role::admin; }

bool may_read(Role role, const Resource& resource) {
  if (is_operator(role)) return true;
  if (!resource.gold) return false;
  return role != Role::retail || resource.name == "caixas" || resource.name == "vendas";
}

std::string row_condition(Role role, const Resource& resource, std::string_view cnpjs) {
  const std::string array = fmt::format("{}::text[]", cnpjs);
  if (role == Role::industry)
    return fmt::format(fmt::runtime(plant_condition(resource.name)), array);
  if (role == Role::retail) return fmt::format(fmt::runtime(buyer_condition(resource.name)), array);
  return "";
}

}  // namespace gdo::api
