-- name: count_check
WITH conferencia AS MATERIALIZED ({})
SELECT count(*), count(*) FILTER (WHERE NOT ok), (SELECT string_agg(detalhe, '; ') FROM
    (SELECT detalhe FROM conferencia WHERE NOT ok ORDER BY detalhe LIMIT 5) primeiros)
FROM conferencia
