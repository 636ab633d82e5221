-- Records that came, by tenant, payload and day where the plants are; today is not over.
SELECT token_cliente, tipo_payload AS serie, dia, sum(registros_lidos)::float8 AS valor
FROM (SELECT *, (data_processamento AT TIME ZONE 'America/Sao_Paulo')::date AS dia FROM lote
      WHERE data_processamento > statement_timestamp() - interval '120 days') l
WHERE dia < (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date
GROUP BY 1, 2, 3
HAVING sum(registros_lidos) > 0
ORDER BY 1, 2, 3
