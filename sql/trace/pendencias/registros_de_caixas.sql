-- The first record that names an order and a day of slaughter for boxes.
-- $1 tenant, $2 orders and days, a JSON array. pai counts from 1.
WITH registros AS MATERIALIZED (
  SELECT k.pai, x.arquivo_id, x.nr_registro
  FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_desossa text, nr_op_desossa text,
                                                      dt_abate date))
         WITH ORDINALITY k (nr_unidade_desossa, nr_op_desossa, dt_abate, pai)
  CROSS JOIN LATERAL (
    SELECT c.arquivo_id, c.nr_registro
    FROM trusted_caixas c
    WHERE c.token_cliente = $1 AND c.nr_unidade_desossa = k.nr_unidade_desossa
      AND c.nr_op_desossa = k.nr_op_desossa AND c.dt_abate IS NOT DISTINCT FROM k.dt_abate
    ORDER BY c.arquivo_id, c.nr_registro LIMIT 1) x
)
SELECT r.pai, a.nome_arquivo, r.nr_registro
FROM registros r
LEFT JOIN arquivo a ON a.id = r.arquivo_id
ORDER BY r.pai
