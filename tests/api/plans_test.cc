// How PostgreSQL would find the rows of each filter, asked as gdo_api, on tables of some size.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "api/query/list_sql.h"
#include "api/served_world.h"

namespace gdo::api::test {
namespace {

using exports::ValueKind;
using testing::HasSubstr;
using testing::Not;

constexpr int kManyRows = 4000;
constexpr const char* kManyOf[][2] = {{"service_animais", "id_animal"},
                                      {"service_lotes_abate", "nr_lote_abate"},
                                      {"service_ordens_desossa", "nr_op_desossa"},
                                      {"service_caixas", "codigo_barras"},
                                      {"service_vendas", "nr_pedido"},
                                      {"service_venda_caixas", "codigo_barras"}};

class PlansTest : public testing::Test {
 protected:
  static void SetUpTestSuite() {
    for (const auto& [table, column] : kManyOf) {
      owner().execute(fmt::format(
          "INSERT INTO {0} SELECT r.* "
          "FROM (SELECT * FROM {0} WHERE token_cliente = 'a1b2c3' LIMIT 1) t, "
          "generate_series(1, {2}) n, jsonb_populate_record(NULL::{0}, to_jsonb(t) || "
          "jsonb_build_object('token_cliente', 'c' || n % 2, '{1}', 1000000 + n, 'nr_item', n)) r; "
          "ANALYZE {0}",
          table, column, kManyRows));
    }
  }
  static void TearDownTestSuite() {
    for (const auto& [table, column] : kManyOf) {
      owner().execute(
          fmt::format("DELETE FROM {0} WHERE token_cliente IN ('c0', 'c1'); ANALYZE {0}", table));
    }
  }
  static pg::Connection& owner() { return ServedWorld::shared().owner(); }

  PlansTest() : api_(ServedWorld::shared().options().as_api) {
    api_.execute("SET gdo.cliente = 'c1'");
  }

  // The first page of that filter for a role.
  std::string plan_of(const Resource& resource, const Condition& condition, Role role,
                      bool in_clear = true) {
    ListQuery query;
    for (std::size_t i = 0; i < resource.table.columns.size(); ++i) query.fields.push_back(i);
    for (const std::size_t key : resource.table.key) query.order.push_back({key, false});
    query.conditions = {condition};
    const View view{"c1", role, {kPlantCnpj, kBuyerCnpj}, in_clear};
    const Statement page =
        rows_statement(resource, query, fetched_table(resource, query), view, std::nullopt, 101);
    const pg::Result rows = api_.query("EXPLAIN " + page.sql, page.params);
    std::string plan;
    for (int row = 0; row < rows.rows(); ++row) plan += std::string(rows.text(row, 0)) + "\n";
    return plan;
  }

  pg::Connection api_;
};

std::string sample_of(const exports::ExportedColumn& column) {
  switch (column.kind) {
    case ValueKind::number:
      return "1000123";
    case ValueKind::boolean:
      return "true";
    case ValueKind::date:
      return "2025-01-27";
    case ValueKind::moment:
      return "2025-01-27T10:00:00Z";
    default:
      return "1000123";
  }
}

std::vector<Condition::Kind> kinds_of(const exports::ExportedColumn& column) {
  using Kind = Condition::Kind;
  if (column.kind == ValueKind::json) return {};
  std::vector<Kind> kinds = {Kind::equal};
  if (column.kind == ValueKind::boolean) return kinds;
  kinds.insert(kinds.end(), {Kind::from, Kind::to});
  if (column.kind == ValueKind::text) kinds.push_back(Kind::prefix);
  if (is_searchable(column)) kinds.push_back(Kind::contains);
  return kinds;
}

TEST_F(PlansTest, NoFilterReadsAWholeTable) {
  for (const Resource& resource : resources()) {
    if (!resource.gold || resource.name == "resumo-mensal") continue;
    for (const Role role : {Role::tenant, Role::industry, Role::retail}) {
      if (!may_read(role, resource)) continue;
      for (std::size_t i = 0; i < resource.table.columns.size(); ++i) {
        const exports::ExportedColumn& column = resource.table.columns[i];
        if (column.name == "token_cliente") continue;
        for (const Condition::Kind kind : kinds_of(column)) {
          const std::string plan = plan_of(resource, {i, kind, {sample_of(column)}}, role);
          for (const auto& [table, key] : kManyOf) {
            EXPECT_THAT(plan, Not(HasSubstr(fmt::format("Seq Scan on {} ", table))))
                << to_text(role) << " " << resource.name << " " << column.name << " "
                << static_cast<int>(kind);
          }
        }
      }
    }
  }
}

TEST_F(PlansTest, ASearchThatFindsMoreThanItGivesSaysSo) {
  ServedWorld& world = ServedWorld::shared();
  const std::string key = world.key("c1", Role::staff);
  const std::string name = std::string(
      owner()
          .query("SELECT lower(min(faz_nome)) FROM service_lotes_abate WHERE token_cliente = 'c1'")
          .text(0, 0));
  const std::string all = percent_encoded(name.substr(0, 4));
  const Answer vague =
      world.get(fmt::format("/api/v1/lotes-abate?faz_nome.contem={}&pessoais=1", all), key);
  EXPECT_EQ(vague.status, 400) << vague.body;
  EXPECT_EQ(vague.json()["parametro"], "faz_nome.contem");
}

TEST_F(PlansTest, KeysAreFoundByTheirIndexAndNotByTheTenantsRows) {
  const Resource& boxes = *find_resource("caixas");
  const std::size_t code = boxes.column("codigo_barras");
  for (const Condition::Kind kind : {Condition::Kind::equal, Condition::Kind::prefix}) {
    const std::string plan = plan_of(boxes, {code, kind, {"1000123"}}, Role::tenant);
    EXPECT_THAT(plan, HasSubstr("Index Cond: ((token_cliente = 'c1'::text) AND (codigo_barras"));
  }
}

TEST_F(PlansTest, ADocumentThatIsKnownWholeIsFoundByItsIndexByThoseWhoSeeItMasked) {
  const std::pair<const char*, const char*> documents[] = {{"lotes-abate", "prod_cpf_cnpj"},
                                                           {"vendas", "nf_cnpj_destino"}};
  for (const auto& [name, column] : documents) {
    const Resource& resource = *find_resource(name);
    const Condition whole = {resource.column(column), Condition::Kind::equal, {"52998224725"}};
    EXPECT_THAT(
        plan_of(resource, whole, Role::tenant, false),
        HasSubstr(fmt::format(
            "Index Cond: ((token_cliente = 'c1'::text) AND ({} = '52998224725'::text))", column)));
  }
}

}  // namespace
}  // namespace gdo::api::test
