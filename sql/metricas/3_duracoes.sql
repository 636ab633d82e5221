WITH duracoes AS (
  SELECT 'raw' AS camada, tipo_payload, duracao_ms / 1000.0 AS segundos FROM lote
  UNION ALL
  SELECT 'trusted', tipo_payload, sum(duracao_ms) / 1000.0 FROM lote_entidade
  GROUP BY lote_id, tipo_payload
),
somas AS (
  SELECT camada, tipo_payload, count(*) AS vezes, sum(segundos) AS segundos,
         count(*) FILTER (WHERE segundos <= 0.1) AS ate_0, count(*) FILTER (WHERE segundos <= 0.5) AS ate_1,
         count(*) FILTER (WHERE segundos <= 1) AS ate_2, count(*) FILTER (WHERE segundos <= 5) AS ate_3,
         count(*) FILTER (WHERE segundos <= 15) AS ate_4, count(*) FILTER (WHERE segundos <= 60) AS ate_5,
         count(*) FILTER (WHERE segundos <= 300) AS ate_6
  FROM duracoes GROUP BY 1, 2
),
linhas AS (
  SELECT s.camada, s.tipo_payload, v.ordem, v.nome, v.le, v.valor
  FROM somas s CROSS JOIN LATERAL (VALUES
    (0, '_bucket', '0.1', s.ate_0::float8), (1, '_bucket', '0.5', s.ate_1),
    (2, '_bucket', '1', s.ate_2), (3, '_bucket', '5', s.ate_3), (4, '_bucket', '15', s.ate_4),
    (5, '_bucket', '60', s.ate_5), (6, '_bucket', '300', s.ate_6), (7, '_bucket', '+Inf', s.vezes),
    (8, '_sum', NULL, s.segundos::float8), (9, '_count', NULL, s.vezes)) v (ordem, nome, le, valor)
)
SELECT 'gdo_lote_duration_seconds' || nome AS metrica, 'histogram' AS tipo,
       'How long a layer took for a lote.' AS ajuda,
       format('layer="%s",payload="%s"', camada, tipo_payload) || coalesce(format(',le="%s"', le), '')
         AS rotulos, valor
FROM linhas ORDER BY camada, tipo_payload, ordem
