#pragma once

#include "judge/domain_rules.h"

namespace gdo::judge::domain::carcasses {

// A half-carcass with which nothing is wrong.
inline const JsonMembers& good() {
  static const JsonMembers members = {{"cod_empresa", "901"},
                                      {"cnpj_industria_abate", R"("11222333000181")"},
                                      {"tipo_unidade_abate", R"("1")"},
                                      {"nr_unidade_abate", R"("9999")"},
                                      {"nr_op", R"("1001")"},
                                      {"prod_cpf_cnpj", R"("52998224725")"},
                                      {"prod_nr_ie", R"("NA")"},
                                      {"dt_compra", R"("2025-01-10")"},
                                      {"dt_abate", R"("2025-01-27")"},
                                      {"lote_abate", "3"},
                                      {"nr_sequencial", "42"},
                                      {"nr_banda", "1"},
                                      {"cod_barra_abate", R"("099992701202500421")"},
                                      {"sexo", R"("M")"},
                                      {"nr_sisbov", R"("")"},
                                      {"peso_vivo", "0"},
                                      {"peso_carcaca", "150.2"},
                                      {"hr_ultima_pesagem", R"("2025-01-27T10:15:00")"},
                                      {"dt_abertura_camera_abate", R"("2025-01-27")"},
                                      {"dt_fechamento_camera_abate", R"("2025-01-28")"},
                                      {"dt_corte_quarto", R"("2025-01-28T15:30:00.125")"},
                                      {"valor_ph", "5.62"},
                                      {"flag_contusao", R"("False")"},
                                      {"id_destino_abate", "-1"},
                                      {"motivos_dif", R"([{"id": -1, "descricao": "N/A"}])"},
                                      {"id_acabamento", "332"},
                                      {"id_raca", "0"},
                                      {"sku_codigo", "123456"},
                                      {"sku_descricao", "\"MEIA CARCAÇA NOVILHA (JOVEM)\""}};
  return members;
}

constexpr const char* kOptionalMembers[] = {"cod_empresa",
                                            "nr_op",
                                            "prod_cpf_cnpj",
                                            "prod_nr_ie",
                                            "dt_compra",
                                            "sexo",
                                            "nr_sisbov",
                                            "peso_vivo",
                                            "hr_ultima_pesagem",
                                            "dt_abertura_camera_abate",
                                            "dt_fechamento_camera_abate",
                                            "dt_corte_quarto",
                                            "valor_ph",
                                            "flag_contusao",
                                            "id_destino_abate",
                                            "motivos_dif",
                                            "id_acabamento",
                                            "id_raca",
                                            "sku_codigo",
                                            "sku_descricao"};

}  // namespace gdo::judge::domain::carcasses
