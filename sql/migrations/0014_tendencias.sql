-- How the work goes, day by day where the plants are. Read by gdo status --trends and by BI tools.

CREATE VIEW tendencia_carga AS
SELECT token_cliente, tipo_payload, (criado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
       count(*) AS lotes, sum(registros_lidos) AS registros, sum(bytes) AS bytes,
       1000.0 * sum(registros_lidos) / nullif(sum(duracao_ms), 0) AS registros_por_s,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY duracao_ms) AS p50_ms,
       percentile_cont(0.95) WITHIN GROUP (ORDER BY duracao_ms) AS p95_ms
FROM lote
GROUP BY 1, 2, 3;

CREATE VIEW tendencia_regra AS
SELECT q.token_cliente, q.tipo_payload, q.entidade, q.campo, q.regra,
       (l.criado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
       sum(q.verificados) AS verificados, sum(q.violados) AS violados,
       100.0 * sum(q.violados) / nullif(sum(q.verificados), 0) AS violados_pct
FROM qualidade q
JOIN lote l ON l.id = q.lote_id
WHERE NOT q.passo
GROUP BY 1, 2, 3, 4, 5, 6;

CREATE VIEW tendencia_chegada AS
SELECT token_cliente, tipo_payload, (modificado_em AT TIME ZONE 'America/Sao_Paulo')::date AS dia,
       extract(hour FROM modificado_em AT TIME ZONE 'America/Sao_Paulo')::integer AS hora,
       count(*) AS arquivos, sum(registros_lidos) AS registros
FROM arquivo
GROUP BY 1, 2, 3, 4;
