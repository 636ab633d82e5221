-- Files by the hour at which they came: `dia` is the hour.
SELECT 'chegada' AS medida, tipo_payload AS serie, hora AS dia, sum(arquivos)::float8 AS valor
FROM tendencia_chegada
WHERE ($1 = '' OR token_cliente = $1) AND ($3 = '' OR tipo_payload = $3)
  AND dia > (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - $2::integer
GROUP BY 2, 3
ORDER BY 2, 3
