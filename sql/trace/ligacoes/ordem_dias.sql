-- The first and the last day of slaughter that deboning orders draw from.
-- $1 tenant, $2 the orders' keys, a JSON array.
SELECT min(d.dia) AS primeiro, max(d.dia) AS ultimo
FROM json_to_recordset($2::json)
       o (nr_unidade_desossa text, nr_op_desossa text, nr_unidade_abate text, dt_abate date)
CROSS JOIN LATERAL (
  SELECT o.dt_abate AS dia
  UNION ALL
  SELECT l.dt_abate_lote
  FROM service_ordem_lotes l
  WHERE l.token_cliente = $1 AND l.nr_unidade_desossa = o.nr_unidade_desossa
    AND l.nr_op_desossa = o.nr_op_desossa AND l.nr_unidade_abate = o.nr_unidade_abate
    AND l.dt_abate = o.dt_abate) d
