// What PostgreSQL's own catalogue says of rights, and what the roles can do with psql in hand.

#include <fmt/format.h>
#include <gmock/gmock.h>

#include <fstream>
#include <sstream>

#include "api/bi_login.h"
#include "api/rights.h"
#include "base/error.h"
#include "contract/reader/catalog_loader.h"
#include "gold/schema.h"
#include "raw/schema.h"
#include "support/test_database.h"
#include "trusted/schema.h"

namespace gdo::api {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

constexpr const char* kRows =
    "INSERT INTO service_caixas (token_cliente, codigo_barras, nr_unidade_desossa, qtde_ordens, "
    "qtde_lotes, qtde_fazendas, qtde_animais, qtde_animais_exatos, flag_desossa, "
    "flag_propriedades, flag_animais, flag_rastreavel, aviso_cronologia, dt_producao, "
    "peso_liquido) SELECT t, '1000000' || n || 'ZZ', '9999', 1, 1, 1, 1, 1, true, true, true, "
    "true, false, '2026-01-05', 20 FROM unnest(ARRAY['a1b2c3', 'zz9']) t, generate_series(1, 5) n; "
    "INSERT INTO log_processamento (camada, status, mensagem, usuario, hostname, versao_script, "
    "token_cliente) SELECT 'raw', 'sucesso', 'm', 'u', 'h', 'v', t "
    "FROM unnest(ARRAY['a1b2c3', 'zz9', NULL]) t";

class CatalogueTest : public testing::Test {
 protected:
  struct World {
    test::TestDatabase database;
    pg::Connection owner = database.connect();
    World() {
      const contract::Catalog catalog = contract::load_catalog();
      raw::apply_schema(owner, catalog);
      trusted::apply_schema(owner, catalog);
      gold::apply_models(owner);
      apply_rights(owner);
      owner.execute(kRows);
      lots();
    }
    // Columns that must not be null get what their type allows.
    void lots() {
      owner.execute(
          "CREATE TEMP TABLE um AS SELECT string_agg(format('%L: %s', attname, CASE "
          "WHEN atttypid = 'boolean'::regtype THEN 'false' WHEN atttypid = 'text[]'::regtype "
          "THEN '[]' WHEN atttypid IN ('date'::regtype, 'timestamptz'::regtype) "
          "THEN '\"2026-01-04\"' ELSE '0' END), ', ') j "
          "FROM pg_attribute WHERE attrelid = 'service_lotes_abate'::regclass AND attnotnull "
          "AND attnum > 0");
      owner.execute(
          "INSERT INTO service_lotes_abate SELECT (jsonb_populate_record(NULL::service_lotes_abate,"
          " replace('{' || j || '}', '''', '\"')::jsonb || jsonb_build_object('token_cliente', t, "
          "'faz_nome', 'FAZENDA BOA VISTA', 'prod_cpf_cnpj', '52998224725', "
          "'prod_nome_razaosocial', 'JOSE DA SILVA'))).* "
          "FROM um, unnest(ARRAY['a1b2c3', 'zz9']) t");
    }
  };

  static World& world() {
    static World one;
    return one;
  }
  pg::Connection& owner() { return world().owner; }

  static pg::Connection as(const std::string& role) {
    pg::ConnectOptions options = world().database.options();
    options.uri_or_conninfo += " user=" + role;
    return pg::Connection(options);
  }

  static std::vector<std::string> texts(pg::Connection& connection, const std::string& sql) {
    const pg::Result rows = connection.query(sql);
    std::vector<std::string> all;
    for (int row = 0; row < rows.rows(); ++row) all.emplace_back(rows.text(row, 0));
    return all;
  }
  std::vector<std::string> offenders(const std::string& sql) { return texts(owner(), sql); }

  static std::int64_t count(pg::Connection& connection, const std::string& from) {
    return connection.query("SELECT count(*) FROM " + from).integer(0, 0);
  }

  static std::string sqlstate_of(pg::Connection& connection, const std::string& sql) {
    try {
      connection.execute(sql);
    } catch (const Error& error) {
      return error.sqlstate();
    }
    return "";
  }
};

constexpr const char* kDenied = "42501";

TEST_F(CatalogueTest, EveryTableThatARoleMayReadGuardsItsRows) {
  EXPECT_THAT(offenders("SELECT r.rolname || ' ' || c.relname FROM pg_roles r, pg_class c "
                        "WHERE r.rolname IN ('gdo_api', 'gdo_reader', 'gdo_visoes') "
                        "AND c.relkind IN ('r', 'p', 'm', 'f') "
                        "AND c.relnamespace = 'public'::regnamespace "
                        "AND has_any_column_privilege(r.oid, c.oid, 'SELECT') "
                        "AND NOT (c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p "
                        "WHERE p.polrelid = c.oid AND r.oid = ANY (p.polroles)))"),
              IsEmpty());
  EXPECT_GT(owner()
                .query("SELECT count(*) FROM pg_class WHERE relkind IN ('r', 'p') "
                       "AND has_table_privilege('gdo_api', oid, 'SELECT') AND relrowsecurity")
                .integer(0, 0),
            30);
}

TEST_F(CatalogueTest, NoPolicyIsForEverybody) {
  EXPECT_THAT(offenders("SELECT polrelid::regclass || ' ' || polname FROM pg_policy "
                        "WHERE 0 = ANY (polroles)"),
              IsEmpty());
}

TEST_F(CatalogueTest, NoPartitionIsGrantedToAnyone) {
  EXPECT_GT(owner().query("SELECT count(*) FROM pg_class WHERE relispartition").integer(0, 0), 0);
  EXPECT_THAT(offenders("SELECT c.relname FROM pg_class c, aclexplode(c.relacl) a "
                        "WHERE c.relispartition AND a.grantee <> c.relowner"),
              IsEmpty());
}

TEST_F(CatalogueTest, TheRoleOfTheServerOwnsNothingAndCanBecomeNobody) {
  EXPECT_THAT(
      offenders("SELECT rolname FROM pg_roles WHERE rolname = 'gdo_api' AND (rolsuper OR "
                "rolbypassrls OR rolcreaterole OR rolcreatedb OR rolreplication OR rolinherit)"),
      IsEmpty());
  EXPECT_THAT(offenders("SELECT roleid::regrole::text FROM pg_auth_members "
                        "WHERE member = 'gdo_api'::regrole"),
              IsEmpty());
  EXPECT_THAT(offenders("SELECT classid::regclass::text FROM pg_shdepend WHERE deptype = 'o' "
                        "AND refobjid = 'gdo_api'::regrole"),
              IsEmpty());
  pg::Connection api = as("gdo_api");
  for (const char* role : {"gdo", "gdo_visoes", "gdo_admin", "gdo_loader", "gdo_reader"}) {
    EXPECT_EQ(sqlstate_of(api, fmt::format("SET ROLE {}", role)), kDenied) << role;
  }
}

TEST_F(CatalogueTest, NoViewReadsPastRowLevelSecurity) {
  EXPECT_EQ(owner()
                .query("SELECT count(*) FROM pg_class WHERE relkind = 'v' "
                       "AND relnamespace = 'gdo'::regnamespace")
                .integer(0, 0),
            9);
  EXPECT_THAT(offenders("SELECT relname FROM pg_class WHERE relkind IN ('v', 'm') "
                        "AND relnamespace IN ('gdo'::regnamespace, 'public'::regnamespace) "
                        "AND (relowner <> 'gdo_visoes'::regrole OR relkind = 'm' OR NOT "
                        "coalesce('security_barrier=true' = ANY (reloptions), false)) "
                        // Of no view of operators' own (sql/migrations) may these read anything.
                        "AND (has_table_privilege('gdo_api', oid, 'SELECT') "
                        "OR has_table_privilege('gdo_reader', oid, 'SELECT'))"),
              IsEmpty());
  EXPECT_THAT(offenders("SELECT rolname FROM pg_roles WHERE rolname IN ('gdo_visoes', "
                        "'gdo_reader') AND (rolsuper OR rolbypassrls OR rolcanlogin)"),
              IsEmpty());
  EXPECT_THAT(offenders("SELECT relname FROM pg_class WHERE relowner = 'gdo_visoes'::regrole "
                        "AND relkind <> 'v'"),
              IsEmpty());
  EXPECT_THAT(offenders("SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace "
                        "AND relkind IN ('r', 'p', 'v', 'm', 'S') "
                        "AND has_table_privilege('gdo_reader', oid, 'SELECT')"),
              IsEmpty());
}

TEST_F(CatalogueTest, FunctionsThatRunAsTheirOwnerAreOnTheListAndClosed) {
  EXPECT_THAT(offenders("SELECT proname FROM pg_proc WHERE prosecdef "
                        "AND pronamespace NOT IN ('pg_catalog'::regnamespace)"),
              UnorderedElementsAre("chaves_vivas", "chave_viva", "chaves_usadas", "segredo_de",
                                   "busca_lotes_abate", "busca_vendas"));
  EXPECT_THAT(
      offenders("SELECT proname FROM pg_proc p WHERE prosecdef AND (NOT coalesce(proconfig[1] "
                "LIKE 'search_path=%, pg_temp', false) OR EXISTS (SELECT FROM aclexplode("
                "coalesce(proacl, acldefault('f', proowner))) a WHERE a.grantee = 0))"),
      IsEmpty());
}

TEST_F(CatalogueTest, EveryTenantColumnComparesAlike) {
  EXPECT_THAT(offenders("SELECT DISTINCT attcollation::text FROM pg_attribute a "
                        "JOIN pg_class c ON c.oid = attrelid WHERE attname = 'token_cliente' "
                        "AND c.relkind IN ('r', 'p', 'v')"),
              ElementsAre("100"));
}

TEST_F(CatalogueTest, EveryTableAndColumnOfGoldAndControlSaysWhatItHolds) {
  EXPECT_THAT(offenders("SELECT c.relname || coalesce('.' || a.attname, '') FROM pg_class c "
                        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
                        "AND NOT attisdropped WHERE c.relkind = 'r' AND NOT c.relispartition "
                        "AND c.relnamespace = 'public'::regnamespace "
                        "AND c.relname !~ '^(raw|trusted)_' "
                        "AND (col_description(c.oid, a.attnum) IS NULL "
                        "OR obj_description(c.oid, 'pg_class') IS NULL)"),
              IsEmpty());
  EXPECT_THAT(offenders("SELECT c.relname || '.' || a.attname FROM pg_class c "
                        "JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 "
                        "WHERE c.relnamespace = 'gdo'::regnamespace "
                        "AND col_description(c.oid, a.attnum) IS NULL"),
              IsEmpty());
}

TEST_F(CatalogueTest, ASecondTimeThereIsNothingToDoAndANewTableGetsItsRights) {
  EXPECT_THAT(plan_rights(owner()), IsEmpty());
  owner().execute("CREATE TABLE service_nova (token_cliente text NOT NULL, n integer)");
  apply_rights(owner());
  EXPECT_THAT(plan_rights(owner()), IsEmpty());
  owner().execute("INSERT INTO service_nova VALUES ('a1b2c3', 1), ('zz9', 2)");
  pg::Connection api = as("gdo_api");
  EXPECT_EQ(count(api, "service_nova"), 0);
  api.execute("SET gdo.cliente = 'zz9'");
  EXPECT_EQ(count(api, "service_nova"), 1);
  owner().execute(
      "DROP VIEW gdo.nova; DROP TABLE service_nova; DELETE FROM visao "
      "WHERE nome = 'nova'");
}

TEST_F(CatalogueTest, TheServerSeesTheTenantItNamesAndWithoutOneNoRow) {
  pg::Connection api = as("gdo_api");
  for (const char* setting : {"RESET gdo.cliente", "SET gdo.cliente = ''", "SET gdo.cliente = '*'",
                              "SET gdo.cliente = 'outro'"}) {
    api.execute(setting);
    for (const char* table : {"service_caixas", "service_lotes_abate", "log_processamento"}) {
      EXPECT_EQ(count(api, table), 0) << setting << " " << table;
    }
  }
  api.execute("SET gdo.cliente = 'a1b2c3'");
  EXPECT_EQ(count(api, "service_caixas"), 5);
  EXPECT_EQ(count(api, "service_caixas WHERE token_cliente <> 'a1b2c3'"), 0);
  EXPECT_EQ(count(api, "log_processamento"), 1);
  api.execute("SET gdo.papel = 'operador'");
  EXPECT_EQ(count(api, "log_processamento"), 2);
}

TEST_F(CatalogueTest, WithPsqlInHandTheServersRoleGetsNoFurther) {
  pg::Connection api = as("gdo_api");
  api.execute("SET gdo.cliente = 'a1b2c3'");
  // Were rows of others looked at, this would divide by zero.
  EXPECT_EQ(count(api,
                  "service_caixas WHERE 1 / (CASE token_cliente WHEN 'zz9' THEN 0 ELSE 1 END) "
                  "= 1"),
            5);
  for (const char* sql :
       {"SELECT * FROM chave_api", "SELECT * FROM segredo", "SELECT * FROM gdo.caixas",
        "UPDATE service_caixas SET peso_liquido = 0", "DELETE FROM registro_rejeitado",
        "INSERT INTO alerta (tipo, severidade, chave, mensagem) VALUES ('x', 'erro', 'x', 'x')",
        "INSERT INTO log_processamento (camada, status, mensagem, usuario, hostname, "
        "versao_script, token_cliente) VALUES ('raw', 'erro', 'm', 'u', 'h', 'v', 'zz9')",
        "SET row_security = off; SELECT * FROM service_caixas",
        "ALTER TABLE service_caixas DISABLE ROW LEVEL SECURITY", "CREATE TABLE x (n integer)",
        "SET SESSION AUTHORIZATION gdo", "SELECT * FROM trusted_carcacas_resto"}) {
    EXPECT_EQ(sqlstate_of(api, sql), kDenied) << sql;
  }
}

TEST_F(CatalogueTest, ABiLoginReadsItsTenantMaskedWhateverItSets) {
  const BiLogin login = create_bi_login(owner(), "a1b2c3", "");
  EXPECT_EQ(login.role, "gdo_bi_a1b2c3");
  pg::Connection bi = as(login.role);
  for (const char* setting : {"SELECT", "SET gdo.cliente = 'zz9'", "SET gdo.papel = 'admin'"}) {
    bi.execute(setting);
    EXPECT_EQ(count(bi, "gdo.caixas"), 5) << setting;
    EXPECT_EQ(count(bi, "gdo.caixas WHERE token_cliente <> 'a1b2c3'"), 0) << setting;
  }
  EXPECT_THAT(texts(bi,
                    "SELECT concat_ws('|', prod_cpf_cnpj, prod_nome_razaosocial, faz_nome) "
                    "FROM gdo.lotes_abate"),
              ElementsAre("***.982.247-**|J. D. S.|F. B. V."));
  bi.execute(
      "CREATE FUNCTION pg_temp.espia(t text) RETURNS boolean LANGUAGE plpgsql COST 0.0001 "
      "AS $$ BEGIN IF t <> 'a1b2c3' THEN RAISE EXCEPTION 'visto: %', t; END IF; "
      "RETURN true; END $$");
  EXPECT_EQ(count(bi, "gdo.caixas WHERE pg_temp.espia(token_cliente)"), 5);
  bi.execute("DROP FUNCTION pg_temp.espia(text)");
  for (const char* sql :
       {"SELECT * FROM public.service_caixas", "SELECT * FROM public.chave_api",
        "SELECT public.chave_viva('x')",
        "SELECT public.busca_vendas('nome_transportadora', 'abc', false)", "SET ROLE gdo_visoes",
        "SET ROLE gdo_api", "SET row_security = off; SELECT * FROM gdo.caixas",
        "UPDATE gdo.caixas SET peso_liquido = 0", "CREATE TABLE gdo.x (n integer)",
        "CREATE TABLE public.x (n integer)"}) {
    EXPECT_EQ(sqlstate_of(bi, sql), kDenied) << sql;
  }
  revoke_bi_login(owner(), login.role);
  EXPECT_THROW(as(login.role), Error);
  owner().execute("DROP ROLE gdo_bi_a1b2c3");
}

TEST_F(CatalogueTest, ASearchFindsPartsOfNamesOfTheTenantInTheSettingOnly) {
  pg::Connection api = as("gdo_api");
  const std::string found = "busca_lotes_abate('faz_nome', 'boa v', false)";
  EXPECT_EQ(count(api, found), 0);
  api.execute("SET gdo.cliente = 'zz9'");
  EXPECT_EQ(count(api, found), 1);
  EXPECT_EQ(count(api, "busca_lotes_abate('faz_nome', 'bo', false)"), 0);
  EXPECT_EQ(count(api, "busca_lotes_abate('faz_nome', 'b%a', false)"), 0);
  EXPECT_EQ(sqlstate_of(api, "SELECT busca_lotes_abate('prod_cpf_cnpj', '529', false)"), "22023");
}

// A database whose owner may make no roles: what is lacking is told as SQL, which somebody who may
// runs; then the owner finishes.
TEST(OwnerWithoutRolesTest, SaysWhatItCouldNotMakeAndTheSqlForIt) {
  test::TestDatabase database;
  pg::Connection super = database.connect();
  super.execute(
      "DROP ROLE IF EXISTS dono_comum; CREATE ROLE dono_comum LOGIN NOCREATEROLE; "
      "GRANT CREATE, USAGE ON SCHEMA public TO dono_comum");
  super.execute(
      "DO $$ BEGIN EXECUTE format('ALTER DATABASE %I OWNER TO dono_comum', "
      "current_database()); END $$");
  pg::ConnectOptions options = database.options();
  options.uri_or_conninfo += " user=dono_comum";
  pg::Connection owner(options);
  const contract::Catalog catalog = contract::load_catalog();
  raw::apply_schema(owner, catalog);
  const RightsReport first = apply_rights(owner);
  EXPECT_TRUE(first.postponed.empty());
  for (const std::string& sql : first.refused) EXPECT_NO_THROW(super.execute(sql)) << sql;
  const RightsReport second = apply_rights(owner);
  EXPECT_THAT(second.refused, IsEmpty());
  pg::ConnectOptions api = database.options();
  api.uri_or_conninfo += " user=gdo_api";
  EXPECT_EQ(pg::Connection(api).query("SELECT count(*) FROM raw_caixas").integer(0, 0), 0);
  super.execute(
      "REASSIGN OWNED BY dono_comum TO CURRENT_USER; DROP OWNED BY dono_comum; "
      "DROP ROLE dono_comum");
}

// The queries of docs/consumir.md, as a BI login.
TEST_F(CatalogueTest, TheQueriesOfTheGuideRun) {
  std::ifstream page(std::string(GDO_TEST_DATA) + "/../../docs/consumir.md");
  ASSERT_TRUE(page.is_open());
  create_bi_login(owner(), "zz9", "");
  pg::Connection bi = as("gdo_bi_zz9");
  int queries = 0;
  std::string query;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (inside && line == "```") {
      EXPECT_NO_THROW(bi.execute(query)) << query;
      ++queries;
      inside = false;
    } else if (inside) {
      query += line + "\n";
    } else if (line == "```sql") {
      inside = true;
      query.clear();
    }
  }
  EXPECT_GE(queries, 5);
  owner().execute(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
      "WHERE usename = 'gdo_bi_zz9'; DROP ROLE gdo_bi_zz9");
}

}  // namespace
}  // namespace gdo::api
