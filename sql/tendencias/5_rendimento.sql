-- Of the days of production up to the newest; orders of no boxes yet say nothing.
SELECT 'rendimento' AS medida, nr_unidade_desossa AS serie, dt_producao AS dia,
       (100 * sum(peso_caixas) / sum(peso_quartos))::float8 AS valor
FROM service_ordens_desossa
WHERE ($1 = '' OR token_cliente = $1) AND $3 = '' AND peso_caixas > 0 AND peso_quartos > 0
  AND dt_producao > (SELECT max(dt_producao) FROM service_ordens_desossa) - $2::integer
GROUP BY 2, 3
HAVING sum(peso_caixas) / sum(peso_quartos) BETWEEN 0 AND 2
ORDER BY 2, 3
