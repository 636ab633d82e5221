-- Milliseconds that raw took for a record. Days of few records say little.
SELECT token_cliente, tipo_payload AS serie, dia,
       sum(duracao_ms)::float8 / sum(registros_lidos) AS valor
FROM (SELECT *, (data_processamento AT TIME ZONE 'America/Sao_Paulo')::date AS dia FROM lote
      WHERE data_processamento > statement_timestamp() - interval '120 days') l
WHERE dia < (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date
GROUP BY 1, 2, 3
HAVING sum(registros_lidos) >= 100 AND sum(duracao_ms) > 0
ORDER BY 1, 2, 3
