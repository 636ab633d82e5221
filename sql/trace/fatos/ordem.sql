-- What is known of deboning orders. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('nr_unidade_desossa', o.nr_unidade_desossa,
                         'nr_op_desossa', o.nr_op_desossa,
                         'nr_unidade_abate', o.nr_unidade_abate, 'dt_abate', o.dt_abate) AS chave,
       json_build_object(
         'rastreavel', o.flag_rastreavel, 'motivo', o.motivo_nao_rastreavel,
         'flag_propriedades', o.flag_propriedades, 'flag_animais', o.flag_animais,
         'dt_producao', o.dt_producao, 'cnpj_industria_abate', o.cnpj_industria_abate,
         'cnpj_industria_desossa', o.cnpj_industria_desossa,
         'qtde_lotes', o.qtde_lotes, 'qtde_lotes_com_escala', o.qtde_lotes_com_escala,
         'qtde_lotes_com_documento', o.qtde_lotes_com_documento,
         'qtde_lotes_com_propriedade', o.qtde_lotes_com_propriedade,
         'qtde_lotes_com_animais', o.qtde_lotes_com_animais,
         'qtde_fazendas', o.qtde_fazendas, 'qtde_produtores', o.qtde_produtores,
         'qtde_animais', o.qtde_animais, 'qtde_quartos', o.qtde_quartos,
         'peso_quartos', o.peso_quartos, 'qtde_quartos_vinculados', o.qtde_quartos_vinculados,
         'qtde_quartos_fora_dos_lotes', o.qtde_quartos_fora_dos_lotes,
         'qtde_meias_exatas', o.qtde_meias_exatas, 'qtde_animais_exatos', o.qtde_animais_exatos,
         'qtde_caixas', o.qtde_caixas, 'peso_caixas', o.peso_caixas,
         'rendimento_pct', o.rendimento_pct, 'aviso_balanco', o.aviso_balanco,
         'aviso_cronologia', o.aviso_cronologia) AS dados
FROM json_to_recordset($2::json)
       k (nr_unidade_desossa text, nr_op_desossa text, nr_unidade_abate text, dt_abate date)
JOIN service_ordens_desossa o
  ON o.token_cliente = $1 AND o.nr_unidade_desossa = k.nr_unidade_desossa
 AND o.nr_op_desossa = k.nr_op_desossa AND o.nr_unidade_abate = k.nr_unidade_abate
 AND o.dt_abate = k.dt_abate
