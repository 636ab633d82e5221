-- Whether the quarters that went into deboning orders are of a plant's day of slaughter, as their
-- labels say: first whether the order names quarters at all.
-- $1 tenant, $2 orders, each with such a plant and day, a JSON array. pai counts from 1.
SELECT k.pai, q.etiquetas > 0 AS tem_quartos, q.do_dia > 0 AS tem_do_dia
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                    nr_unidade_abate text, dt_abate date,
                                                    nr_unidade_lote text, dt_lote date))
       WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate,
                          nr_unidade_lote, dt_lote, pai)
CROSS JOIN LATERAL (
  SELECT count(*) AS etiquetas,
         count(*) FILTER (WHERE left(t.cod_barra_corte, 13)
           = lpad(k.nr_unidade_lote, 5, '0') || to_char(k.dt_lote, 'DDMMYYYY')) AS do_dia
  FROM trusted_desossa_quartos t
  WHERE t.token_cliente = $1 AND t.nr_unidade_desossa = k.nr_unidade_desossa
    AND t.nr_op_desossa = k.nr_op_desossa AND t.nr_unidade_abate = k.nr_unidade_abate
    AND t.dt_abate = k.dt_abate AND t.cod_barra_corte ~ '^[0-9]{19}$') q
ORDER BY k.pai
