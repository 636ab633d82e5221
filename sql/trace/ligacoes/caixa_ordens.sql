-- Boxes to their deboning orders: a box that knows its slaughter day asks for that day's only.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, o.chave, o.total
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, codigo_barras text))
       WITH ORDINALITY k (nr_unidade_desossa, codigo_barras, pai)
JOIN service_caixas c
  ON c.token_cliente = $1 AND c.codigo_barras = k.codigo_barras
 AND c.nr_unidade_desossa = k.nr_unidade_desossa
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_desossa', d.nr_unidade_desossa,
                           'nr_op_desossa', d.nr_op_desossa,
                           'nr_unidade_abate', d.nr_unidade_abate, 'dt_abate', d.dt_abate) AS chave,
         count(*) OVER () AS total
  FROM service_ordens_desossa d
  WHERE d.token_cliente = $1 AND d.nr_unidade_desossa = c.nr_unidade_desossa
    AND d.nr_op_desossa = c.nr_op_desossa AND (c.dt_abate IS NULL OR d.dt_abate = c.dt_abate)
  ORDER BY d.dt_abate, d.nr_unidade_abate LIMIT $3::bigint) o
ORDER BY k.pai
