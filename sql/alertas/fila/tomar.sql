-- Takes one message that is due, for 20 seconds. $1 channels.
UPDATE alerta_envio e
SET tentativas = e.tentativas + 1, tentar_em = clock_timestamp() + interval '20 seconds'
FROM (SELECT id FROM alerta_envio
      WHERE enviado_em IS NULL AND tentar_em <= clock_timestamp() AND canal = ANY($1::text[])
      ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) p
WHERE e.id = p.id
RETURNING e.id, e.alerta_id, e.canal, e.tentativas
