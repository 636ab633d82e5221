-- name: count_check
WITH conferencia AS MATERIALIZED ({})
SELECT count(*), count(*) FILTER (WHERE NOT ok), (SELECT string_agg(detalhe, '; ') FROM
    (SELECT detalhe FROM conferencia WHERE NOT ok ORDER BY detalhe LIMIT 5) primeiros)
FROM conferencia

-- $1 rows.
-- name: insert_objects
INSERT INTO lago
SELECT *
FROM json_to_recordset($1::json) AS o (caminho text, geracao bigint, tamanho bigint)
