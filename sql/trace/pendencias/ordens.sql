-- The deboning orders of boxes, with those of their lots that lack something. An order without lots,
-- or whose lots lack nothing, comes once, without a lot.
-- $1 tenant, $2 the boxes' orders, a JSON array. pai counts from 1; do_dia: of the boxes' own day.
SELECT g.pai, o.nr_unidade_desossa, o.nr_op_desossa, o.nr_unidade_abate, o.dt_abate,
       g.dt_abate IS NULL OR o.dt_abate = g.dt_abate AS do_dia, o.qtde_lotes,
       l.nr_unidade_abate_lote, l.dt_abate_lote, l.nr_lote_abate
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    dt_abate date))
       WITH ORDINALITY g (nr_unidade_desossa, nr_op_desossa, dt_abate, pai)
JOIN service_ordens_desossa o
  ON o.token_cliente = $1 AND o.nr_unidade_desossa = g.nr_unidade_desossa
 AND o.nr_op_desossa = g.nr_op_desossa
LEFT JOIN service_ordem_lotes l
  ON l.token_cliente = $1 AND l.nr_unidade_desossa = o.nr_unidade_desossa
 AND l.nr_op_desossa = o.nr_op_desossa AND l.nr_unidade_abate = o.nr_unidade_abate
 AND l.dt_abate = o.dt_abate
 AND NOT (l.tem_escala AND l.flag_documento AND l.flag_propriedade AND l.qtde_meias_carcacas > 0)
ORDER BY g.pai, o.nr_unidade_abate, o.dt_abate, 8, 9, 10
