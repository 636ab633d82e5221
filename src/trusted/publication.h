#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "pg/connection.h"
#include "trusted/lote_counts.h"
#include "trusted/staging.h"
#include "trusted/table_partitions.h"
#include "trusted/table_sql.h"

namespace gdo::trusted {

// The moment that the rows of a publication carry in atualizado_em: tells them from all others.
struct PublicationTime {
  std::int64_t us = 0;  // microseconds since 1970, UTC
  std::string text;     // the same for SQL
};
PublicationTime publication_time(pg::Connection& connection);

// Brings accepted rows into the tables of one entity. Those that wait in memory and whose keys are
// new go straight there. Of the others, staged in temporary tables, new keys come first, then
// stored rows that a newer one replaces, with their children; the links of all go to gold. In the
// writer's open transaction. Rows are locked in the order of their keys; where the two ways meet
// and wait for each other, PostgreSQL ends one, which is done again without the direct one.
class Publication {
 public:
  Publication(pg::Connection& writer, pg::Connection& idle, const pg::ConnectOptions& database)
      : writer_(writer), partitions_(idle, database) {}

  // Before the group is judged to its end: brings what waits in memory to the tables, or, where its
  // keys are known, to staging. publish() does the rest.
  void publish_portion(const EntitySql& sql, const PublicationTime& time, Staging& staging,
                       LoteCounts& lote_counts);

  // Fills inseridos, atualizados, superados and filhos of the entity's books.
  void publish(const EntitySql& sql, const PublicationTime& time, Staging& staging,
               LoteCounts& lote_counts);

  // Rows that the lotes brought earlier, and that this judgement no longer accepts, go. Their
  // number.
  std::int64_t remove_unaccepted(const EntitySql& sql, const PublicationTime& time,
                                 const std::vector<std::int64_t>& lotes);
  // All rows of a tenant, or of lotes, go: they are about to be judged again. Their number.
  std::int64_t remove_tenant(const EntitySql& sql, const std::string& tenant);
  std::int64_t remove_lotes(const EntitySql& sql, const std::vector<std::int64_t>& lotes);

  TablePartitions& partitions() { return partitions_; }

 private:
  void write_directly(const EntitySql& sql, const PublicationTime& time, Staging& staging,
                      LoteCounts& lote_counts, TablePartitions::Moment moment);
  void publish_staged(const EntitySql& sql, const PublicationTime& time, const StagedCount& staged,
                      LoteCounts& lote_counts);
  void ensure_partitions(const EntitySql& sql, const PublicationTime& time);
  bool ensure_month(const EntitySql& sql, std::chrono::year_month month,
                    const PublicationTime& time, TablePartitions::Moment moment);
  std::int64_t count_by_lote(const pg::Result& counted, const EntitySql& sql,
                             LoteCounts& lote_counts, std::int64_t EntityCounts::*member);
  void replace_older(const EntitySql& sql, const std::string& tenant, LoteCounts& lote_counts);
  void delete_children(const EntitySql& sql);
  std::int64_t remove_taken(const EntitySql& sql);

  pg::Connection& writer_;
  TablePartitions partitions_;
};

}  // namespace gdo::trusted
