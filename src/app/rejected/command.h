#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command.h"
#include "app/context.h"
#include "pg/param.h"

namespace gdo::app {

// Which rejections a command means; empty members mean any.
struct RejectedFilter {
  std::string payload;
  std::string rule;    // "faixa:peso_liquido", or "faixa" for any field
  std::string tenant;  // token_cliente
  std::string layer;   // raw, trusted
  std::string status = "aberto";
};

// A payload's alias or entity becomes its name; status "todos" becomes any. Throws Error(config).
RejectedFilter resolved(RejectedFilter filter, Context& context);

// A condition on registro_rejeitado r, with the parameters $1 to $5 that filter_params() gives.
inline constexpr const char* kRejectedWhere =
    "($1::text IS NULL OR r.tipo_payload = $1) "
    "AND ($2::jsonb IS NULL OR r.motivos @> $2::jsonb) "
    "AND ($3::text IS NULL OR r.token_cliente = $3) "
    "AND ($4::text IS NULL OR r.camada = $4) "
    "AND ($5::text IS NULL OR r.status = $5)";
std::vector<pg::Param> filter_params(const RejectedFilter& filter);

// The codes of registro_rejeitado.motivos, each once: "faixa:peso_liquido, cpf:prod_cpf_cnpj".
std::string reason_codes(std::string_view reasons_json);

struct RejectedListRequest {
  RejectedFilter filter;
  std::int64_t limit = 50;
  std::int64_t offset = 0;
  bool json = false;
};

// `gdo rejected list`: the newest first, without what the records hold. Gives the exit code.
int list_rejected(const RejectedListRequest& request, Context& context);

struct RejectedExportRequest {
  RejectedFilter filter;
  std::string format = "jsonl";  // or csv
};

// `gdo rejected export`: all of them on stdout, with their original bytes, in bounded memory. Gives
// the exit code.
int export_rejected(const RejectedExportRequest& request, Context& context);

struct RejectedShowRequest {
  std::string id;
  bool raw = false;  // only the record's bytes, exactly
  bool json = false;
};

// `gdo rejected show`: one rejection with every reason and its original bytes. Gives the exit code.
int show_rejected(const RejectedShowRequest& request, Context& context);

struct RejectedRetryRequest {
  RejectedFilter filter;
  std::vector<std::string> ids;  // none = all that the filter means
  bool json = false;
};

// Judges open rejections again with today's contracts. Exit 0, whatever stays rejected.
int retry_rejected(const RejectedRetryRequest& request, Context& context);

struct RejectedDiscardRequest {
  std::vector<std::string> ids;
  std::string why;
};

// `gdo rejected discard`: closes open rejections for good, with the operator's reason. The bytes
// stay. Gives the exit code: 1 when one was not open.
int discard_rejected(const RejectedDiscardRequest& request, Context& context);

}  // namespace gdo::app
