-- Animals to the slaughter lot they are linked to.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, 1 AS total,
       json_build_object('nr_unidade_abate', a.nr_unidade_abate, 'dt_abate', a.dt_abate,
                         'nr_lote_abate', a.nr_lote_abate) AS chave
FROM ROWS FROM (json_to_recordset($2::json) AS (id_animal text)) WITH ORDINALITY k (id_animal, pai)
JOIN service_animais a ON a.token_cliente = $1 AND a.id_animal = k.id_animal
WHERE a.nr_lote_abate IS NOT NULL AND $3::bigint > 0
ORDER BY k.pai
