-- Farms to their slaughter lots, the latest first.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, l.chave, l.total
FROM ROWS FROM (json_to_recordset($2::json) AS (chave_fazenda text))
       WITH ORDINALITY k (chave_fazenda, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_abate', s.nr_unidade_abate, 'dt_abate', s.dt_abate,
                           'nr_lote_abate', s.nr_lote_abate) AS chave,
         count(*) OVER () AS total
  FROM service_lotes_abate s
  WHERE s.token_cliente = $1 AND s.chave_fazenda = k.chave_fazenda
  ORDER BY s.dt_abate DESC, s.nr_unidade_abate, s.nr_lote_abate LIMIT $3::bigint) l
ORDER BY k.pai
