-- Half-carcasses to the farm's animal, where exactly one bears their name.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, 1 AS total, json_build_object('id_animal', a.id_animal) AS chave
FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date,
                                                    nr_sequencial integer, nr_banda integer))
       WITH ORDINALITY k (nr_unidade_abate, dt_abate, nr_sequencial, nr_banda, pai)
JOIN trusted_carcacas c
  ON c.token_cliente = $1 AND c.nr_unidade_abate = k.nr_unidade_abate
 AND c.dt_abate = k.dt_abate AND c.nr_sequencial = k.nr_sequencial AND c.nr_banda = k.nr_banda
JOIN service_animais a
  ON a.token_cliente = $1 AND a.nr_unidade_abate = c.nr_unidade_abate
 AND a.dt_abate = c.dt_abate AND a.nr_lote_abate = c.nr_lote_abate
 AND a.nr_sequencial = c.nr_sequencial
WHERE $3::bigint > 0
ORDER BY k.pai
