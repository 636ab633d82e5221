-- Sales to their boxes: those that lack something first. A line without exactly one box has no unit.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, c.chave, c.total, c.linha
FROM ROWS FROM (json_to_recordset($2::json) AS (cnpj_local_estoque text, nr_pedido text,
                                                carga text))
       WITH ORDINALITY k (cnpj_local_estoque, nr_pedido, carga, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_desossa', i.nr_unidade_desossa,
                           'codigo_barras', i.codigo_barras) AS chave,
         json_build_object('nr_item', i.nr_item, 'motivo', i.motivo_nao_rastreavel,
                           'rastreavel', i.flag_rastreavel, 'qtde_unidades', i.qtde_unidades,
                           'sku_codigo', i.sku_codigo, 'sku_descricao', i.sku_descricao,
                           'flag_venda_dupla', i.flag_venda_dupla,
                           'aviso_validade', i.aviso_validade) AS linha,
         count(*) OVER () AS total
  FROM service_venda_caixas i
  WHERE i.token_cliente = $1 AND i.cnpj_local_estoque = k.cnpj_local_estoque
    AND i.nr_pedido = k.nr_pedido AND i.carga = k.carga
  ORDER BY i.flag_rastreavel, i.nr_item LIMIT $3::bigint) c
ORDER BY k.pai
