WITH lotes AS (
  SELECT tipo_payload, count(*) AS lotes, min(criado_em) AS desde FROM lote
  WHERE trusted_pendente GROUP BY 1
)
SELECT 'gdo_backlog' AS metrica, 'gauge' AS tipo,
       'What waits: lotes for trusted, changed keys for service (at most 100,000 are counted).' AS ajuda,
       format('layer="trusted",payload="%s"', tipo_payload) AS rotulos, lotes::float8 AS valor FROM lotes
UNION ALL
SELECT 'gdo_backlog', 'gauge',
       'What waits: lotes for trusted, changed keys for service (at most 100,000 are counted).',
       'layer="service",payload="*"', count(*)::float8 FROM (SELECT 1 FROM mudanca LIMIT 100000) m
UNION ALL
SELECT 'gdo_last_lote_timestamp_seconds', 'gauge', 'When the newest lote of a payload was loaded.',
       format('payload="%s"', tipo_payload), extract(epoch FROM max(criado_em))::float8
FROM lote GROUP BY tipo_payload
UNION ALL
SELECT 'gdo_oldest_lote_age_seconds', 'gauge', 'How long the oldest lote has waited for trusted.',
       format('payload="%s"', tipo_payload),
       extract(epoch FROM clock_timestamp() - desde)::float8 FROM lotes
ORDER BY 1, 4
