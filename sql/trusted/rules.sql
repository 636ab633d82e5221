-- name: missing_references
SELECT {} AS chave
FROM {}
WHERE ($1 = '' OR t.token_cliente = $1)
  AND {}
  AND {}
  AND NOT EXISTS (SELECT 1 FROM {} r WHERE {})

-- name: overlaps
SELECT chave
FROM (SELECT {0} AS chave, t.{1} AS inicio, max(t.{1} + t.{2} - 1) OVER (PARTITION BY {3}
    ORDER BY t.{1}, {0} ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS ultimo
    FROM {4} t WHERE ($1 = '' OR t.token_cliente = $1) AND t.{1} IS NOT NULL
    AND t.{2} IS NOT NULL) f
WHERE inicio <= ultimo

-- name: wrong_counts
SELECT {0} AS chave
FROM {1}
CROSS JOIN LATERAL (SELECT count(DISTINCT r.{2}) AS vistos FROM {3} r WHERE {4}) c
WHERE ($1 = '' OR t.token_cliente = $1)
  AND {5}
  AND {6} IS NOT NULL
  AND {7}
  AND abs(c.vistos - {6}) > {6} * {8}::numeric / 100

-- name: repeated_keys
SELECT concat_ws('/'{0}) AS chave
FROM {1} t
WHERE ($1 = '' OR t.token_cliente = $1){2}
GROUP BY t.token_cliente{0}
HAVING count(*) > 1

-- name: count_violations
WITH v AS MATERIALIZED ({})
SELECT (SELECT count(*) FROM v), chave
FROM (SELECT chave FROM v ORDER BY chave LIMIT {}) e
