#include "control/claims.h"

#include <map>
#include <optional>

#include "base/stored_text.h"

namespace gdo::raw {
namespace {

constexpr const char* kClaim =
    "INSERT INTO arquivo (token_cliente, tipo_payload, nome_arquivo, caminho, geracao, tamanho, "
    "modificado_em, status, lease_token) "
    "SELECT $1, $2, p.nome, p.caminho, p.geracao, p.tamanho, "
    "'epoch'::timestamptz + p.modificado_us * interval '1 microsecond', 'reservado', $3 "
    "FROM unnest($4::text[], $5::text[], $6::bigint[], $7::bigint[], $8::bigint[]) "
    "AS p(nome, caminho, geracao, tamanho, modificado_us) "
    "WHERE NOT EXISTS (SELECT FROM arquivo a WHERE a.caminho = p.caminho "
    "AND a.geracao = p.geracao AND a.movido_em IS NULL AND a.status <> 'reservado') "
    "AND NOT EXISTS (SELECT FROM arquivo a WHERE a.caminho = p.caminho "
    "AND a.status = 'reservado' AND a.lease_token <> ALL ($9::bigint[])) "
    "ORDER BY p.caminho "
    "ON CONFLICT (caminho) WHERE status = 'reservado' DO UPDATE SET "
    "token_cliente = excluded.token_cliente, tipo_payload = excluded.tipo_payload, "
    "nome_arquivo = excluded.nome_arquivo, "
    "lease_token = excluded.lease_token, geracao = excluded.geracao, tamanho = excluded.tamanho, "
    "modificado_em = excluded.modificado_em, reservado_em = clock_timestamp(), "
    "tentativas = arquivo.tentativas + 1 WHERE arquivo.lease_token = ANY ($9::bigint[]) "
    "RETURNING id, caminho";

struct DeliveryColumns {
  std::vector<std::string> names;
  std::vector<std::string> addresses;
  std::vector<std::int64_t> generations;
  std::vector<std::int64_t> sizes;
  std::vector<std::int64_t> modified_us;
};

std::vector<LogEntry> started(const LotePlan& plan) {
  std::vector<LogEntry> entries;
  for (const ClaimedFile& file : plan.files) {
    entries.push_back({.tipo_payload = plan.payload,
                       .nome_arquivo = file.delivery.nome_arquivo,
                       .status = LogStatus::iniciado,
                       .mensagem = "carga do arquivo iniciada",
                       .lote_id = plan.lote_id});
  }
  return entries;
}

}  // namespace

std::string Claims::address(const std::string& object_name) const {
  return lake_ + "/" + storable_text(object_name);
}

std::string Claims::object_name(const std::string& address) const {
  if (!address.starts_with(lake_ + "/")) return {};
  return bytes_of_stored_text(std::string_view(address).substr(lake_.size() + 1));
}

// The dead holders of those addresses, or of any, as an array.
std::string Claims::dead_leases(const std::optional<std::string>& addresses) {
  const auto result = connection_.query(
      "SELECT DISTINCT a.lease_token FROM arquivo a WHERE a.status = 'reservado' "
      "AND ($1::text[] IS NULL OR a.caminho = ANY ($1::text[])) "
      "AND a.lease_token NOT IN (SELECT reservas_vivas())",
      {addresses});
  std::vector<std::int64_t> dead;
  for (int row = 0; row < result.rows(); ++row) dead.push_back(result.integer(row, 0));
  return pg::integer_array(dead);
}

LotePlan Claims::claim(const std::string& payload, const std::string& tenant,
                       std::span<const Delivery> deliveries) {
  DeliveryColumns columns;
  std::map<std::string, const Delivery*> by_address;
  for (const Delivery& delivery : deliveries) {
    const std::string where = address(delivery.object.name);
    // A listing may show an object twice when it changes meanwhile; one statement takes it once.
    if (!by_address.try_emplace(where, &delivery).second) continue;
    columns.names.push_back(delivery.nome_arquivo);
    columns.addresses.push_back(where);
    columns.generations.push_back(delivery.object.generation);
    columns.sizes.push_back(static_cast<std::int64_t>(delivery.object.size));
    columns.modified_us.push_back(delivery.object.updated_ns / 1000);
  }
  const std::string addresses = pg::text_array(columns.addresses);

  pg::Transaction transaction(connection_);
  const std::string dead = dead_leases(addresses);
  const auto claimed = connection_.query(
      kClaim, {tenant, payload, lease_, pg::text_array(columns.names), addresses,
               pg::integer_array(columns.generations), pg::integer_array(columns.sizes),
               pg::integer_array(columns.modified_us), dead});
  const auto numbers = connection_.query(
      "SELECT nextval(pg_get_serial_sequence('lote', 'id')), "
      "(extract(epoch FROM clock_timestamp()) * 1000000)::bigint");
  LotePlan plan{.lote_id = numbers.integer(0, 0),
                .payload = payload,
                .tenant = tenant,
                .files = {},
                .data_processamento_us = numbers.integer(0, 1),
                .partition = {},
                .streamed = false};
  std::map<std::string, std::int64_t> ids;
  for (int row = 0; row < claimed.rows(); ++row) {
    ids[std::string(claimed.text(row, 1))] = claimed.integer(row, 0);
  }
  for (const auto& [address, id] : ids) plan.files.push_back({id, *by_address.at(address)});
  log_.write(connection_, started(plan));
  transaction.commit();
  return plan;
}

void Claims::release(std::span<const std::int64_t> ids) {
  if (ids.empty()) return;
  connection_.query(
      "DELETE FROM arquivo WHERE id = ANY ($1::bigint[]) AND status = 'reservado' "
      "AND lease_token = $2",
      {pg::integer_array(ids), lease_});
}

void Claims::release(std::span<const Delivery> deliveries) {
  std::vector<std::string> addresses;
  for (const Delivery& delivery : deliveries) addresses.push_back(address(delivery.object.name));
  connection_.query(
      "DELETE FROM arquivo WHERE caminho = ANY ($1::text[]) AND status = 'reservado' "
      "AND lease_token = $2",
      {pg::text_array(addresses), lease_});
}

void Claims::release_all() {
  connection_.query("DELETE FROM arquivo WHERE status = 'reservado' AND lease_token = $1",
                    {lease_});
}

void Claims::forget_abandoned() {
  connection_.query(
      "DELETE FROM arquivo WHERE status = 'reservado' AND lease_token = ANY ($1::bigint[])",
      {dead_leases(std::nullopt)});
}

}  // namespace gdo::raw
