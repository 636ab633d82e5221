-- Deboning orders to their source lots: those that lack something first.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, l.chave, l.total
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    nr_unidade_abate text, dt_abate date))
       WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('nr_unidade_abate', s.nr_unidade_abate_lote,
                           'dt_abate', s.dt_abate_lote,
                           'nr_lote_abate', s.nr_lote_abate) AS chave,
         count(*) OVER () AS total
  FROM service_ordem_lotes s
  WHERE s.token_cliente = $1 AND s.nr_unidade_desossa = k.nr_unidade_desossa
    AND s.nr_op_desossa = k.nr_op_desossa AND s.nr_unidade_abate = k.nr_unidade_abate
    AND s.dt_abate = k.dt_abate
  ORDER BY s.tem_escala AND s.flag_documento AND s.flag_propriedade AND s.qtde_meias_carcacas > 0,
           s.nr_unidade_abate_lote, s.dt_abate_lote, s.nr_lote_abate LIMIT $3::bigint) l
ORDER BY k.pai
