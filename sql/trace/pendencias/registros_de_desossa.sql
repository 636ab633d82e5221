-- The records of deboning orders. $1 tenant, $2 their keys, a JSON array. pai counts from 1.
WITH registros AS MATERIALIZED (
  SELECT k.pai, d.arquivo_id, d.nr_registro
  FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                      nr_unidade_abate text, dt_abate date))
         WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, nr_unidade_abate, dt_abate, pai)
  JOIN trusted_desossa d
    ON d.token_cliente = $1 AND d.nr_unidade_desossa = k.nr_unidade_desossa
   AND d.nr_op_desossa = k.nr_op_desossa AND d.nr_unidade_abate = k.nr_unidade_abate
   AND d.dt_abate = k.dt_abate
)
SELECT r.pai, a.nome_arquivo, r.nr_registro
FROM registros r
LEFT JOIN arquivo a ON a.id = r.arquivo_id
ORDER BY r.pai
