-- On which days of slaughter the boxes of an order say they were made: a day that few of them say
-- beside many others is a mistake of theirs.
-- $1 tenant, $2 the orders, a JSON array. pai counts from 1.
SELECT g.pai, d.dt_abate, d.caixas
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text))
       WITH ORDINALITY g (nr_unidade_desossa, nr_op_desossa, pai)
CROSS JOIN LATERAL (
  SELECT c.dt_abate, count(*) AS caixas
  FROM service_caixas c
  WHERE c.token_cliente = $1 AND c.nr_unidade_desossa = g.nr_unidade_desossa
    AND c.nr_op_desossa = g.nr_op_desossa AND c.dt_abate IS NOT NULL
  GROUP BY 1) d
ORDER BY g.pai, d.caixas DESC, d.dt_abate
