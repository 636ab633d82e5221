-- What is known of boxes. $1 tenant, $2 their keys, a JSON array.
SELECT json_build_object('nr_unidade_desossa', c.nr_unidade_desossa,
                         'codigo_barras', c.codigo_barras) AS chave,
       json_build_object(
         'rastreavel', c.flag_rastreavel, 'motivo', c.motivo_nao_rastreavel,
         'flag_desossa', c.flag_desossa, 'flag_propriedades', c.flag_propriedades,
         'flag_animais', c.flag_animais, 'vinculo', c.vinculo,
         'nr_op_desossa', c.nr_op_desossa, 'nr_unidade_abate', c.nr_unidade_abate,
         'dt_abate', c.dt_abate, 'dt_producao', c.dt_producao, 'dt_embalagem', c.dt_embalagem,
         'dt_validade', c.dt_validade, 'sku_codigo', c.sku_codigo, 'sku_descricao', c.sku_descricao,
         'tipo_armazenamento', c.tipo_armazenamento, 'peso_liquido', c.peso_liquido,
         'peso_bruto', c.peso_bruto, 'qtde_pecas', c.qtde_pecas,
         'codigo_rastreabilidade_ind', c.codigo_rastreabilidade_ind,
         'qtde_ordens', c.qtde_ordens, 'qtde_lotes', c.qtde_lotes,
         'qtde_fazendas', c.qtde_fazendas, 'qtde_animais', c.qtde_animais,
         'qtde_animais_exatos', c.qtde_animais_exatos,
         'aviso_balanco', c.aviso_balanco, 'aviso_cronologia', c.aviso_cronologia) AS dados
FROM json_to_recordset($2::json) k (nr_unidade_desossa text, codigo_barras text)
JOIN service_caixas c
  ON c.token_cliente = $1 AND c.codigo_barras = k.codigo_barras
 AND c.nr_unidade_desossa = k.nr_unidade_desossa
