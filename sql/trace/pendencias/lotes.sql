-- What gold knows of slaughter lots. $1 tenant, $2 their keys, a JSON array. pai counts from 1.
SELECT k.pai, l.tem_escala, l.flag_documento, l.flag_propriedade, l.qtde_meias_carcacas > 0
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date,
                                                    nr_lote_abate integer))
       WITH ORDINALITY k (nr_unidade_abate, dt_abate, nr_lote_abate, pai)
JOIN service_lotes_abate l
  ON l.token_cliente = $1 AND l.nr_unidade_abate = k.nr_unidade_abate
 AND l.dt_abate = k.dt_abate AND l.nr_lote_abate = k.nr_lote_abate
ORDER BY k.pai
