#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "contract/contract.h"

// SQL text for raw_<payload>. Every identifier is quoted.
namespace gdo::contract {

// Columns of raw_<payload> in table order, which is also the best order for COPY: first those of
// eight bytes, so that no row has padding.
//   lote_id, arquivo_id, nr_registro, byte_inicio bigint; data_processamento timestamptz;
//   byte_tamanho integer; token_cliente text; <raw_key_columns> text null; nome_arquivo text;
//   dados_completos json
std::vector<std::string> raw_columns(const Payload& payload);

// CREATE TABLE IF NOT EXISTS, partitioned by month of data_processamento, with its two indexes.
std::string create_raw_table(const Payload& payload);

// Key columns that a table made for older contracts lacks: ALTER TABLE … ADD COLUMN, or nothing.
std::string alter_raw_table(const Payload& payload,
                            const std::vector<std::string>& existing_columns);

// "raw_<payload>_2026_11". At most 63 bytes: the loader refuses longer payload names.
std::string raw_partition_name(const Payload& payload, std::chrono::year_month month);

// Creates and attaches the partition of a month (UTC): several statements for one transaction, to
// be run under an advisory lock when to_regclass(raw_partition_name) is null.
std::string create_raw_partition(const Payload& payload, std::chrono::year_month month);

}  // namespace gdo::contract
