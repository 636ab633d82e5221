-- The lots behind a box or a sale of which no schedule names the farm. $1 the tenant.
SELECT concat_ws('/', nr_unidade_abate, dt_abate, nr_lote_abate)
FROM exporta_lotes
WHERE (nr_unidade_abate, dt_abate, nr_lote_abate) NOT IN (
  SELECT s.nr_unidade_abate, s.dt_abate, s.nr_lote_abate
  FROM service_lotes_abate s
  WHERE s.token_cliente = $1 AND s.tem_escala)
GROUP BY 1 ORDER BY 1
