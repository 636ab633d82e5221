-- What has come of plants' days of slaughter, and which of their lots lack something. A lot that a
-- few half-carcasses name and no schedule does is a mistake of theirs, not a lot.
-- $1 tenant, $2 plants and days, a JSON array, $3 from how many animals on it is a lot. pai counts
-- from 1.
SELECT k.pai,
       EXISTS (SELECT FROM trusted_escala e
               WHERE e.token_cliente = $1 AND e.nr_unidade_abate = k.nr_unidade_abate
                 AND e.dt_abate = k.dt_abate) AS escala,
       EXISTS (SELECT FROM trusted_carcacas c
               WHERE c.token_cliente = $1 AND c.nr_unidade_abate = k.nr_unidade_abate
                 AND c.dt_abate = k.dt_abate) AS animais,
       EXISTS (SELECT FROM service_ordens_desossa o
               WHERE o.token_cliente = $1 AND o.nr_unidade_abate = k.nr_unidade_abate
                 AND o.dt_abate = k.dt_abate) AS desossa,
       l.lotes
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date))
       WITH ORDINALITY k (nr_unidade_abate, dt_abate, pai)
CROSS JOIN LATERAL (
  SELECT coalesce(json_agg(s.nr_lote_abate ORDER BY s.nr_lote_abate), '[]') AS lotes
  FROM service_lotes_abate s
  WHERE s.token_cliente = $1 AND s.nr_unidade_abate = k.nr_unidade_abate
    AND s.dt_abate = k.dt_abate AND (s.tem_escala OR s.qtde_animais >= $3::integer)
    AND NOT (s.tem_escala AND s.flag_documento AND s.flag_propriedade
             AND s.qtde_meias_carcacas > 0)) l
ORDER BY k.pai
