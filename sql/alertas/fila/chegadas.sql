-- When the first file of a tenant's payload came, by day where the plants are, in hours; the last
-- two columns are what day and hour it is there now.
SELECT token_cliente, tipo_payload, em::date AS dia,
       min(extract(epoch FROM em::time))::float8 / 3600 AS hora,
       (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date AS hoje,
       extract(epoch FROM (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::time)::float8 / 3600
         AS agora
FROM (SELECT token_cliente, tipo_payload, reservado_em AT TIME ZONE 'America/Sao_Paulo' AS em
      FROM arquivo WHERE reservado_em > clock_timestamp() - interval '120 days') a
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
