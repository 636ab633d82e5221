-- name: note_channel_use
INSERT INTO alerta_canal (canal, usado_em)
VALUES ($1, clock_timestamp())
ON CONFLICT (canal) DO UPDATE
SET falha_desde = NULL, erro = NULL

-- name: note_channel_failure
INSERT INTO alerta_canal (canal, usado_em, falha_desde, erro)
VALUES ($1, clock_timestamp(), clock_timestamp(), $2)
ON CONFLICT (canal) DO UPDATE
SET falha_desde = coalesce(alerta_canal.falha_desde, clock_timestamp()), erro = $2

-- A channel that takes one message takes those that wait for it, too: they are due at once. One
-- that another process has taken (for 20 seconds) is left to it.
-- name: mark_sent
WITH enviada AS (
  UPDATE alerta_envio SET enviado_em = clock_timestamp(), erro = NULL WHERE id = $1
  RETURNING id, canal
)
UPDATE alerta_envio e SET tentar_em = clock_timestamp()
FROM enviada v
WHERE e.canal = v.canal AND e.id <> v.id AND e.enviado_em IS NULL
  AND e.tentar_em > statement_timestamp() + interval '20 seconds'

-- name: try_later
UPDATE alerta_envio
SET erro = $2, tentar_em = clock_timestamp() + least(300, power(2, least(tentativas,
  10)) / 2) * interval '1 second'
WHERE id = $1

-- name: replay_alerts
WITH abertos AS (UPDATE alerta SET avisos = avisos + 1
    WHERE status = 'aberto' RETURNING id, avisos) INSERT INTO alerta_envio (alerta_id,
    canal, ciclo)
SELECT a.id, c.canal, a.avisos
FROM abertos a
CROSS JOIN unnest($1::text[]) c (canal)
RETURNING id

-- name: retry_now
UPDATE alerta_envio
SET tentar_em = clock_timestamp()
WHERE enviado_em IS NULL
