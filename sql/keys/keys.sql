-- name: scope_of_days
INSERT INTO {0}
SELECT row_number() OVER (ORDER BY {2}), {1}
FROM {3}
WHERE token_cliente = $1
  AND {4} >= coalesce($2::date, '-infinity')
  AND {4} <= coalesce($3::date, 'infinity')

-- name: find_key
SELECT DISTINCT token_cliente{0}
FROM {1}
WHERE token_cliente = ANY($1::text[]){2}
ORDER BY token_cliente{0}
LIMIT $2
