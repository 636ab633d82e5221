#pragma once

#include <string>
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

// --payload --rule --cliente --layer --status, writing into `filter`.
std::vector<Option> filter_options(RejectedFilter& filter);

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

}  // namespace gdo::app
