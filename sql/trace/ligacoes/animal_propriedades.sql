-- Animals to the farms that say they kept them, the latest first; linha is what they say.
-- $1 tenant, $2 the parents' keys, a JSON array, $3 at most so many each. pai counts from 1, total is
-- how many there are.
SELECT k.pai, p.chave, p.total, p.linha
FROM ROWS FROM (json_to_recordset($2::json) AS (id_animal text)) WITH ORDINALITY k (id_animal, pai)
CROSS JOIN LATERAL (
  SELECT json_build_object('id_propriedade', a.id_propriedade) AS chave,
         json_build_object('data_entrada', a.data_entrada, 'data_saida', a.data_saida,
                           'status', a.status) AS linha,
         count(*) OVER () AS total
  FROM trusted_animais a
  WHERE a.token_cliente = $1 AND a.id_animal = k.id_animal
  ORDER BY a.data_entrada DESC NULLS LAST, a.id_propriedade LIMIT $3::bigint) p
ORDER BY k.pai
