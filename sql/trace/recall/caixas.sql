-- Boxes of deboning orders, and the sales that carry their barcode: a box that is sold twice comes
-- twice. A box that knows its slaughter day is of that day's order only.
-- $1 tenant, $2 the orders, a JSON array, $3 valid on this day or later; null = all.
WITH ordens AS MATERIALIZED (
  SELECT * FROM json_to_recordset($2::json)
                  o (nr_unidade_desossa text, nr_op_desossa text, dt_abate date, exata boolean)
),
por_dia AS (
  SELECT nr_unidade_desossa, nr_op_desossa, dt_abate, bool_or(exata) AS exata
  FROM ordens GROUP BY 1, 2, 3
),
por_numero AS (
  SELECT nr_unidade_desossa, nr_op_desossa, bool_or(exata) AS exata FROM ordens GROUP BY 1, 2
),
caixas AS (
  SELECT c.nr_unidade_desossa, c.codigo_barras, c.nr_op_desossa, c.peso_liquido, c.dt_validade,
         CASE WHEN c.dt_abate IS NULL THEN n.exata ELSE d.exata END AS exata
  FROM por_numero n
  JOIN service_caixas c
    ON c.token_cliente = $1 AND c.nr_unidade_desossa = n.nr_unidade_desossa
   AND c.nr_op_desossa = n.nr_op_desossa
  LEFT JOIN por_dia d
    ON d.nr_unidade_desossa = c.nr_unidade_desossa AND d.nr_op_desossa = c.nr_op_desossa
   AND d.dt_abate = c.dt_abate
  WHERE (c.dt_abate IS NULL OR d.dt_abate IS NOT NULL)
    AND ($3::date IS NULL OR c.dt_validade IS NULL OR c.dt_validade >= $3::date)
)
SELECT c.nr_unidade_desossa, c.codigo_barras, c.nr_op_desossa, c.exata,
       coalesce(c.peso_liquido, 0) AS kg, c.dt_validade, i.cnpj_local_estoque, i.nr_pedido, i.carga,
       v.nf_cnpj_destino, v.nf_numero
FROM caixas c
LEFT JOIN service_venda_caixas i
  ON i.token_cliente = $1 AND i.codigo_barras = c.codigo_barras
LEFT JOIN service_vendas v
  ON v.token_cliente = $1 AND v.cnpj_local_estoque = i.cnpj_local_estoque
 AND v.nr_pedido = i.nr_pedido AND v.carga = i.carga
ORDER BY c.exata DESC, c.nr_unidade_desossa, c.codigo_barras, i.nr_pedido, i.carga,
         i.cnpj_local_estoque
