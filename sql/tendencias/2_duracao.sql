SELECT v.medida, l.tipo_payload AS serie, (l.criado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
       percentile_cont(v.parte) WITHIN GROUP (ORDER BY l.duracao_ms)::float8 AS valor
FROM lote l CROSS JOIN (VALUES ('p50', 0.5), ('p95', 0.95)) v (medida, parte)
WHERE ($1 = '' OR l.token_cliente = $1) AND ($3 = '' OR l.tipo_payload = $3)
  AND l.criado_em > ((clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - $2::integer + 1)
                    ::timestamp AT TIME ZONE 'America/Sao_Paulo'
GROUP BY 1, 2, 3, v.parte
ORDER BY 1, 2, 3
