-- name: close_watch_alert
UPDATE alerta
SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE chave = $1
  AND status IN ('aberto', 'reconhecido')

-- name: raise_alert
INSERT INTO alerta (token_cliente, tipo, severidade, chave, mensagem, detalhes)
VALUES ($1, $2, $3, $4, $5, $6::jsonb)
ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE
SET vezes = alerta.vezes + 1, visto_em = clock_timestamp(), mensagem = excluded.mensagem,
  detalhes = excluded.detalhes

-- name: close_alerts
UPDATE alerta
SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE status = 'aberto'
  AND tipo = $1
  AND token_cliente = $2
  AND detalhes ->> 'modelo' = $3

-- name: acknowledge_alerts
UPDATE alerta
SET status = 'reconhecido', encerrado_em = clock_timestamp(), encerrado_por = $2
WHERE id = ANY ($1::bigint[])
  AND status = 'aberto'
RETURNING id
