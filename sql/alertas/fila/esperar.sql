-- Alerts that were to be expected; the days they speak of are closed from now on.
-- $1 ids, $2 who says so, $3 why.
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
