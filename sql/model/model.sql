-- name: compare_rows
CREATE TEMP TABLE diferenca ON COMMIT DROP AS
SELECT {}
FROM ({}) n FULL
JOIN ({}) v ON {}
WHERE n.token_cliente IS NULL OR v.token_cliente IS NULL OR ({}) IS DISTINCT
FROM ({})

-- name: count_differences
SELECT count(*) FILTER (WHERE NOT {0}), count(*) FILTER (WHERE NOT {1}),
  count(*) FILTER (WHERE {0} AND {1})
FROM diferenca

-- name: replace_changed
INSERT INTO {} ({})
SELECT {}
FROM diferenca d
WHERE {}
  AND {}
ON CONFLICT ({}) DO UPDATE
SET {}

-- name: enqueue_change
INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao)
SELECT $2, $1, $3, jsonb_build_object({})
FROM (SELECT {} FROM diferenca WHERE {} UNION SELECT {} FROM diferenca WHERE {}) q
