-- The rejections that a tenant's month counts, by its local days as service_resumo_mensal counts them:
-- $1 tenant, $2 first day.
SELECT r.*
FROM registro_rejeitado r
LEFT JOIN arquivo a ON a.id = r.arquivo_id
WHERE r.token_cliente = $1 AND r.status <> 'corrigido'
  AND date_trunc('month', coalesce(a.versao_em, r.criado_em)
                          AT TIME ZONE 'America/Sao_Paulo')::date = $2::date
