-- parametros: antes
-- como: casa
-- The last fifty runs that ended (before the log row $2, when given): a run works for all tenants.
WITH r AS (
  SELECT id, data_hora, camada, coalesce(duracao_ms, 0) AS duracao_ms,
         coalesce(registros_processados, 0) AS registros,
         coalesce(registros_invalidos, 0) AS invalidos, hostname, versao_script, mensagem
  FROM log_processamento
  WHERE status = 'finalizado' AND nome_arquivo IS NULL AND $1 <> ''
    AND ($2 = '' OR id < nullif($2, '')::bigint)
  ORDER BY id DESC LIMIT 50
)
SELECT jsonb_build_object('dados', coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.id DESC), '[]'),
  'proximo', CASE WHEN count(*) = 50 THEN min(r.id)::text END)::text
FROM r
