-- Opens an alert, or joins the open one. One that someone has seen or expected stays as it is.
-- $1 tenant or null, $2 kind, $3 severity, $4 key, $5 message, $6 details.
-- name: open_alerts
INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes)
SELECT $1, $2, $3, $4, $5, $6::jsonb
WHERE NOT EXISTS (SELECT FROM alerta v
                  WHERE v.chave = $4 AND v.status IN ('reconhecido', 'esperado'))
ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE
SET vezes = a.vezes + CASE WHEN a.detalhes = excluded.detalhes THEN 0 ELSE 1 END,
    visto_em = clock_timestamp(), mensagem = excluded.mensagem, detalhes = excluded.detalhes,
    severidade = excluded.severidade

-- Alerts as they are shown. $1 one's id or null, $2 status or null, $3 tenant or null.
-- name: alerts
SELECT id, status, severidade, tipo, token_cliente, chave, mensagem, detalhes, vezes,
       to_char(criado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(visto_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(encerrado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), avisos, motivo, encerrado_por
FROM alerta
WHERE ($1::bigint IS NULL OR id = $1::bigint) AND ($2::text IS NULL OR status = $2)
  AND ($3::text IS NULL OR token_cliente = $3)
ORDER BY severidade DESC, visto_em DESC, id

-- Takes what is done once a minute, whoever does it. $1 channel. No row: someone has done it.
-- name: take_channel
INSERT INTO alerta_canal (canal, usado_em) VALUES ($1, clock_timestamp())
ON CONFLICT (canal) DO UPDATE SET usado_em = clock_timestamp()
WHERE alerta_canal.usado_em <= statement_timestamp() - interval '55 seconds'
RETURNING canal

-- When the first file of a tenant's payload came, by day where the plants are, in hours; the last
-- two columns are what day and hour it is there now.
-- name: arrivals
SELECT token_cliente, tipo_payload, em::date AS dia,
       min(extract(epoch FROM em::time))::float8 / 3600 AS hora,
       (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date AS hoje,
       extract(epoch FROM (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::time)::float8 / 3600
         AS agora
FROM (SELECT token_cliente, tipo_payload, reservado_em AT TIME ZONE 'America/Sao_Paulo' AS em
      FROM arquivo WHERE reservado_em > statement_timestamp() - interval '120 days') a
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3

-- A message for each channel of every open alert that is due: at once, then 1 h, 4 h and 24 h after
-- it was first sent, then daily; and at once when it has grown by half since.
-- $1 channels.
-- name: enqueue_alerts
WITH devidos AS (
  UPDATE alerta a
  SET avisos = a.avisos + 1, tamanho_avisado = t.tamanho,
      avisar_em = clock_timestamp()
                  + CASE a.avisos WHEN 0 THEN interval '1 hour' WHEN 1 THEN interval '3 hours'
                                  WHEN 2 THEN interval '20 hours' ELSE interval '24 hours' END
  FROM (SELECT id, coalesce((detalhes ->> 'tamanho')::float8, (detalhes ->> 'linhas')::float8,
                            (detalhes ->> 'rejeitados')::float8) AS tamanho
        FROM alerta
        WHERE status = 'aberto' ORDER BY id FOR UPDATE) t
  WHERE t.id = a.id AND a.status = 'aberto'
    AND (a.avisar_em <= statement_timestamp() OR t.tamanho >= 1.5 * a.tamanho_avisado)
  RETURNING a.id, a.avisos
)
INSERT INTO alerta_envio (alerta_id, canal, ciclo)
SELECT d.id, c.canal, d.avisos FROM devidos d CROSS JOIN unnest($1::text[]) c (canal)
ON CONFLICT DO NOTHING

-- Alerts that were to be expected; the days they speak of are closed from now on.
-- $1 ids, $2 who says so, $3 why.
-- name: expect_days
WITH esperados AS (
  UPDATE alerta
  SET status = 'esperado', encerrado_em = clock_timestamp(), encerrado_por = $2, motivo = $3
  WHERE id = ANY($1::bigint[]) AND status = 'aberto'
  RETURNING id, token_cliente, detalhes
),
dias AS (
  INSERT INTO dia_fechado (token_cliente, dia, motivo, criado_por)
  SELECT DISTINCT token_cliente, (detalhes ->> 'dia')::date, $3::text, $2::text
  FROM esperados
  WHERE token_cliente IS NOT NULL AND detalhes ->> 'dia' ~ '^\d{4}-\d\d-\d\d$'
  ON CONFLICT DO NOTHING
)
SELECT id FROM esperados

-- Closes the open alerts of a kind that are over. $1 kind, $2 the keys that are not.
-- name: end_alerts
UPDATE alerta SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE status = 'aberto' AND tipo = $1 AND NOT chave = ANY($2::text[])

-- How many messages wait for channels. $1 channels.
-- name: count_waiting
SELECT count(*) FROM alerta_envio WHERE enviado_em IS NULL AND canal = ANY($1::text[])

-- Takes one message that is due, for 20 seconds. $1 channels.
-- name: take_messages
UPDATE alerta_envio e
SET tentativas = e.tentativas + 1, tentar_em = clock_timestamp() + interval '20 seconds'
FROM (SELECT id FROM alerta_envio
      WHERE enviado_em IS NULL AND tentar_em <= statement_timestamp() AND canal = ANY($1::text[])
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) p
WHERE e.id = p.id
RETURNING e.id, e.alerta_id, e.canal, e.tentativas
