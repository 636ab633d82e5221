-- Each file here gives rows of (medida, serie, dia, valor). $1 tenant ('' = all), $2 days back,
-- $3 payload ('' = all). Records that raw loads in a second of its work.
SELECT 'vazao' AS medida, tipo_payload AS serie, dia,
       (sum(registros) / nullif(sum(registros / nullif(registros_por_s, 0)), 0))::float8 AS valor
FROM tendencia_carga
WHERE ($1 = '' OR token_cliente = $1) AND ($3 = '' OR tipo_payload = $3)
  AND dia > (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - $2::integer
GROUP BY 2, 3
HAVING sum(registros / nullif(registros_por_s, 0)) > 0
ORDER BY 2, 3
