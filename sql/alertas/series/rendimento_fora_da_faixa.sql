-- requer: service_ordens_desossa
-- Boxes out of a hundred kilos of quarters, by deboning plant and day of production. An order's
-- boxes are packed within four days.
SELECT token_cliente, nr_unidade_desossa AS serie, dt_producao AS dia,
       100 * sum(peso_caixas)::float8 / sum(peso_quartos)::float8 AS valor
FROM service_ordens_desossa
WHERE dt_producao BETWEEN (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - 120
                      AND (clock_timestamp() AT TIME ZONE 'America/Sao_Paulo')::date - 4
  AND peso_caixas > 0 AND peso_quartos > 0
GROUP BY 1, 2, 3
ORDER BY 1, 2, 3
