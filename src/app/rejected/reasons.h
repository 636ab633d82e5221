#pragma once

#include <string>
#include <string_view>

namespace gdo::app {

// The codes of registro_rejeitado.motivos, each once: "faixa:peso_liquido, cpf:prod_cpf_cnpj".
std::string reason_codes(std::string_view reasons_json);

}  // namespace gdo::app
