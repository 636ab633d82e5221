-- Slaughter lots to the deboning orders that draw from them.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, o.chave, o.total
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date,
                                                    nr_lote_abate integer))
       WITH ORDINALITY k (nr_unidade_abate, dt_abate, nr_lote_abate, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_desossa', s.nr_unidade_desossa,
                           'nr_op_desossa', s.nr_op_desossa,
                           'nr_unidade_abate', s.nr_unidade_abate, 'dt_abate', s.dt_abate) AS chave,
         count(*) OVER () AS total
  FROM service_ordem_lotes s
  WHERE s.token_cliente = $1 AND s.nr_unidade_abate_lote = k.nr_unidade_abate
    AND s.dt_abate_lote = k.dt_abate AND s.nr_lote_abate = k.nr_lote_abate
  ORDER BY s.dt_abate, s.nr_unidade_desossa, s.nr_op_desossa LIMIT $3::bigint) o
ORDER BY k.pai
