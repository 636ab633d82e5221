#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "judge/findings.h"
#include "pg/binary_copy.h"
#include "pg/connection.h"
#include "trusted/staging.h"

namespace gdo::trusted {

// Rejected items of one group on their way to registro_rejeitado, by way of a temporary table of
// one connection, so that a lote judged again updates what it rejected before.
class Rejections {
 public:
  // Makes the temporary table. The connection must outlive it.
  explicit Rejections(pg::Connection& connection);

  void begin(std::string tenant, std::string payload);
  // record: its bytes, byte_inicio: where it begins in its document.
  void add(const judge::ItemVerdict& item, const ItemOrigin& origin, std::string_view file_name,
           std::string_view record, std::int64_t byte_start);
  // The same for an item that PostgreSQL refuses to store.
  void add_refused(const judge::ItemVerdict& item, const ItemOrigin& origin,
                   std::string_view file_name, std::string_view record, std::int64_t byte_start);
  void forget_lote(std::int64_t lote_id);
  void forget_file(std::int64_t file_id);

  // Stores them: what was rejected before gets its new reasons, and what an operator discarded
  // stays discarded.
  void publish();
  // Open ones of lotes that were judged again, and that this judgement did not reject, become
  // `corrigido`. After publish(). Their number.
  std::int64_t close_lotes(const std::vector<std::int64_t>& lotes);
  // The same for chosen rows of registro_rejeitado.
  std::int64_t close(const std::vector<std::int64_t>& ids);
  // Forgets them, for a further group in the same transaction.
  void clear();

 private:
  void append(const judge::ItemVerdict& item, const ItemOrigin& origin, std::string_view file_name,
              std::string_view record, std::int64_t byte_start, std::string_view reasons);
  void flush();

  pg::Connection& connection_;
  pg::BinaryRows rows_;
  std::string tenant_;
  std::string payload_;
};

}  // namespace gdo::trusted
