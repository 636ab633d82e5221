-- Boxes to the sales that carry their barcode.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, v.chave, v.total, v.linha
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, codigo_barras text))
       WITH ORDINALITY k (nr_unidade_desossa, codigo_barras, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('cnpj_local_estoque', i.cnpj_local_estoque, 'nr_pedido', i.nr_pedido,
                           'carga', i.carga) AS chave,
         json_build_object('nr_item', i.nr_item,
                           -- The line names the barcode, but cannot be of this box.
                           'motivo_da_linha', CASE WHEN i.nr_unidade_desossa IS NULL
                                                   THEN i.motivo_nao_rastreavel END,
                           'flag_venda_dupla', i.flag_venda_dupla,
                           'aviso_validade', i.aviso_validade) AS linha,
         count(*) OVER () AS total
  FROM service_venda_caixas i
  WHERE i.token_cliente = $1 AND i.codigo_barras = k.codigo_barras
  ORDER BY i.nr_pedido, i.carga, i.cnpj_local_estoque, i.nr_item LIMIT $3::bigint) v
ORDER BY k.pai
