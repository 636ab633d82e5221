-- name: compare_rows
CREATE TEMP TABLE diferenca ON COMMIT DROP AS
SELECT {}
FROM novas n FULL
JOIN ({}) v ON {}
WHERE n.token_cliente IS NULL OR v.token_cliente IS NULL OR ({}) IS DISTINCT
FROM ({})

-- name: insert_changed
INSERT INTO {} ({})
SELECT {}
FROM novas n
JOIN diferenca d ON {}
WHERE d.nova
  AND d.token_cliente = $1
ON CONFLICT ({}) DO UPDATE
SET {}

-- name: enqueue_change
INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao)
SELECT $2, $1, $3, jsonb_build_object({})
FROM (SELECT {} FROM diferenca WHERE velha UNION SELECT {} FROM diferenca WHERE nova) q
