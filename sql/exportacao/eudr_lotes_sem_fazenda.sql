SELECT concat_ws('/', nr_unidade_abate, dt_abate, nr_lote_abate)
FROM exporta_lotes
WHERE NOT EXISTS (
  SELECT FROM service_lotes_abate s
  WHERE s.token_cliente = $1 AND s.nr_unidade_abate = exporta_lotes.nr_unidade_abate
    AND s.dt_abate = exporta_lotes.dt_abate AND s.nr_lote_abate = exporta_lotes.nr_lote_abate
    AND s.tem_escala)
GROUP BY 1 ORDER BY 1
