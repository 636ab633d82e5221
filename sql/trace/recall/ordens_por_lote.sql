-- Deboning orders that name one of these lots. $1 tenant, $2 the lots, a JSON array, $3 lots of this
-- day of slaughter or later; null = all.
SELECT DISTINCT s.nr_unidade_desossa, s.nr_op_desossa, s.nr_unidade_abate, s.dt_abate
FROM json_to_recordset($2::json) l (nr_unidade_abate text, dt_abate date, nr_lote_abate integer)
JOIN service_ordem_lotes s
  ON s.token_cliente = $1 AND s.nr_unidade_abate_lote = l.nr_unidade_abate
 AND s.dt_abate_lote = l.dt_abate AND s.nr_lote_abate = l.nr_lote_abate
WHERE $3::date IS NULL OR s.dt_abate_lote >= $3::date
ORDER BY 1, 2, 3, 4
