#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "contract/contract.h"
#include "pg/binary_copy.h"
#include "raw/prepared_file.h"

namespace gdo::raw {

// The COPY target of a lote's rows: its partition, so that the server routes no row.
std::string row_target(const control::LotePlan& plan, const contract::Payload& payload);

// Sends rows [first, end) under savepoints, by halves where the server refuses them. Returns the
// rows it would not take even alone, as rejections. For the rare lote that failed as a whole.
std::vector<RejectedRecord> copy_carefully(pg::Connection& in_transaction,
                                           const control::LotePlan& plan,
                                           const contract::Payload& payload,
                                           const pg::BinaryRows& rows, std::size_t first,
                                           std::size_t end);

// Stores rejections of camada raw; names: nome_arquivo by arquivo_id.
class RejectionWriter {
 public:
  RejectionWriter(pg::Connection& in_transaction, const control::LotePlan& plan)
      : connection_(in_transaction), plan_(plan) {}
  void write(std::span<const RejectedRecord> rejected);

 private:
  std::string_view name_of(std::int64_t file_id) const;

  pg::Connection& connection_;
  const control::LotePlan& plan_;
};

}  // namespace gdo::raw
