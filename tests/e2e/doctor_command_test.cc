// gdo doctor: what it finds in a database, and its exit code.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "e2e/raw_site.h"

namespace gdo::test {
namespace {

using testing::HasSubstr;

TEST(DoctorCommand, AnEmptyDatabaseIsReadyAndWhatTheNextRunMakesIsSaid) {
  const RawSite site;
  const Ended before = run_gdo({"doctor"}, site.environment);
  EXPECT_EQ(before.exit_code, 0) << before.out;
  EXPECT_THAT(before.out, HasSubstr("the tables lack"));
  (void)run_gdo({"migrate"}, site.environment);
  const Ended after = run_gdo({"doctor"}, site.environment);
  EXPECT_EQ(after.exit_code, 0) << after.out;
  EXPECT_THAT(after.out, HasSubstr("the tables are up to date"));
}

TEST(DoctorCommand, ADatabaseNewerThanTheProgramIsTwo) {
  const RawSite site;
  (void)run_gdo({"migrate"}, site.environment);
  site.connect().execute(
      "INSERT INTO migracao (versao, nome, sha256, versao_programa) VALUES (9999, 'x', '', '9.9')");
  const Ended ended = run_gdo({"doctor"}, site.environment);
  EXPECT_EQ(ended.exit_code, 2) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("upgrade gdo"));
}

TEST(DoctorCommand, AUserWhoMayOnlyReadIsTwoAndSoIsARun) {
  const RawSite site;
  (void)run_gdo({"migrate"}, site.environment);
  site.connect().execute(
      "DO $$BEGIN EXECUTE format('ALTER DATABASE %I SET default_transaction_read_only = on', "
      "current_database()); END$$");
  const Ended doctor = run_gdo({"doctor"}, site.environment);
  EXPECT_EQ(doctor.exit_code, 2) << doctor.out;
  EXPECT_THAT(doctor.out, HasSubstr("may only read"));
  const Ended run = site.run();
  EXPECT_EQ(run.exit_code, 2) << run.err;
  EXPECT_THAT(run.err, HasSubstr("point DB_HOST at the primary"));
}

// What Citus has, made by hand: a list of spread tables, and what the nodes say of each other.
constexpr const char* kCluster = R"(
CREATE TABLE pg_dist_partition (logicalrelid regclass);
CREATE FUNCTION citus_check_cluster_node_health(OUT to_nodename text, OUT to_nodeport integer,
                                                OUT result boolean) RETURNS SETOF record
LANGUAGE sql AS $$ VALUES ('a', 1, true), ('b', 2, false), ('b', 2, NULL) $$;
INSERT INTO pg_dist_partition
SELECT oid FROM pg_class
WHERE relname ~ '^(raw|trusted|service)_|^mudanca$' AND relname <> 'raw_caixas' AND relkind IN ('r', 'p'))";

TEST(DoctorCommand, AClustersNodeThatIsAwayIsThreeAndATableThatIsNotSpreadIsNamed) {
  const RawSite site;
  (void)run_gdo({"migrate"}, site.environment);
  site.connect().execute(kCluster);
  const Ended ended = run_gdo({"doctor"}, site.environment);
  EXPECT_EQ(ended.exit_code, 3) << ended.out;
  EXPECT_THAT(ended.out, HasSubstr("the node b:2 of the cluster does not answer"));
  EXPECT_THAT(ended.out, HasSubstr("not spread over the cluster's nodes: raw_caixas\n"));
}

}  // namespace
}  // namespace gdo::test
