-- The share of records and items that raw or trusted rejected.
SELECT l.token_cliente, l.tipo_payload AS serie, l.dia,
       (sum(l.registros_rejeitados) + coalesce(sum(e.rejeitados), 0))::float8
         / (sum(l.registros_rejeitados) + coalesce(sum(e.itens), sum(l.registros_carregados)))
         AS valor
FROM (SELECT *, (data_processamento AT TIME ZONE 'America/Sao_Paulo')::date AS dia FROM lote
      WHERE data_processamento > statement_timestamp() - interval '120 days') l
LEFT JOIN (SELECT lote_id, sum(itens) AS itens, sum(rejeitados) AS rejeitados
           FROM lote_entidade GROUP BY 1) e ON e.lote_id = l.id
WHERE l.dia < (statement_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date
GROUP BY 1, 2, 3
HAVING sum(l.registros_rejeitados) + coalesce(sum(e.itens), sum(l.registros_carregados)) >= 100
ORDER BY 1, 2, 3
