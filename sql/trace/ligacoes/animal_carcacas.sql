-- Animals to their half-carcasses.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, count(*) OVER (PARTITION BY k.pai) AS total,
       json_build_object('nr_unidade_abate', c.nr_unidade_abate, 'dt_abate', c.dt_abate,
                         'nr_sequencial', c.nr_sequencial, 'nr_banda', c.nr_banda) AS chave
FROM ROWS FROM (json_to_recordset($2::json) AS (id_animal text)) WITH ORDINALITY k (id_animal, pai)
JOIN service_animais a ON a.token_cliente = $1 AND a.id_animal = k.id_animal
JOIN trusted_carcacas c
  ON c.token_cliente = $1 AND c.nr_unidade_abate = a.nr_unidade_abate
 AND c.dt_abate = a.dt_abate AND c.nr_sequencial = a.nr_sequencial
WHERE $3::bigint > 0
ORDER BY k.pai, c.nr_banda
