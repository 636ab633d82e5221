-- Deboning orders to their boxes: those that lack something first.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, c.chave, c.total
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    nr_unidade_abate text, dt_abate date))
       WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_desossa', x.nr_unidade_desossa,
                           'codigo_barras', x.codigo_barras) AS chave,
         count(*) OVER () AS total
  FROM service_caixas x
  WHERE x.token_cliente = $1 AND x.nr_unidade_desossa = k.nr_unidade_desossa
    AND x.nr_op_desossa = k.nr_op_desossa AND (x.dt_abate IS NULL OR x.dt_abate = k.dt_abate)
  ORDER BY x.flag_rastreavel, x.codigo_barras LIMIT $3::bigint) c
ORDER BY k.pai
