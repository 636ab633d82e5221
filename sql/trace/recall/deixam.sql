-- Traceable boxes of deboning orders: without one of the orders' lots they are so no more.
-- $1 tenant, $2 the orders, a JSON array.
WITH ordens AS MATERIALIZED (
  SELECT DISTINCT nr_unidade_desossa, nr_op_desossa, dt_abate
  FROM json_to_recordset($2::json) o (nr_unidade_desossa text, nr_op_desossa text, dt_abate date)
),
por_numero AS (
  SELECT nr_unidade_desossa, nr_op_desossa, array_agg(dt_abate) AS dias FROM ordens GROUP BY 1, 2
)
SELECT count(*), coalesce(sum(c.peso_liquido), 0)
FROM por_numero n
JOIN service_caixas c
  ON c.token_cliente = $1 AND c.nr_unidade_desossa = n.nr_unidade_desossa
 AND c.nr_op_desossa = n.nr_op_desossa
WHERE c.flag_rastreavel AND (c.dt_abate IS NULL OR c.dt_abate = ANY(n.dias))
