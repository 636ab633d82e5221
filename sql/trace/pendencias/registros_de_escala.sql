-- The records that name a lot's farm, and what they leave open.
-- $1 tenant, $2 the lots' keys, a JSON array. pai counts from 1.
WITH registros AS MATERIALIZED (
  SELECT k.pai, e.arquivo_id, e.nr_registro, coalesce(e.avisos, '[]') AS avisos,
         concat_ws(',', CASE WHEN e.prod_cpf_cnpj IS NULL THEN 'prod_cpf_cnpj' END,
                   CASE WHEN e.faz_nome IS NULL THEN 'faz_nome' END,
                   CASE WHEN e.faz_estado IS NULL THEN 'faz_estado' END) AS campos
  FROM ROWS FROM (json_to_recordset($2::json) AS (nr_unidade_abate text, dt_abate date,
                                                      nr_lote_abate integer))
         WITH ORDINALITY k (nr_unidade_abate, dt_abate, nr_lote_abate, pai)
  JOIN trusted_escala e
    ON e.token_cliente = $1 AND e.nr_unidade_abate = k.nr_unidade_abate
   AND e.dt_abate = k.dt_abate AND e.nr_lote_abate = k.nr_lote_abate
)
SELECT r.pai, a.nome_arquivo, r.nr_registro, r.avisos, r.campos
FROM registros r
LEFT JOIN arquivo a ON a.id = r.arquivo_id
ORDER BY r.pai
