-- A message for each channel of every open alert that is due: at once, then 1 h, 4 h and 24 h after
-- it was first told, then daily; and at once when it has grown by half since.
-- $1 channels.
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
    AND (a.avisar_em <= clock_timestamp() OR t.tamanho >= 1.5 * a.tamanho_avisado)
  RETURNING a.id, a.avisos
)
INSERT INTO alerta_envio (alerta_id, canal, ciclo)
SELECT d.id, c.canal, d.avisos FROM devidos d CROSS JOIN unnest($1::text[]) c (canal)
ON CONFLICT DO NOTHING
