-- name: hash_of_model
md5($2 || coalesce((SELECT string_agg(p::text, chr(10) ORDER BY p::text) FROM {} p
    WHERE p.token_cliente IN ('*', $1)), ''))

-- name: mark_current
INSERT INTO modelo_cliente (modelo, token_cliente, hash)
VALUES ($3, $1, {})
ON CONFLICT (modelo, token_cliente) DO UPDATE
SET hash = excluded.hash, reconstruido_em = clock_timestamp()

-- name: tenants_of_many_changes
SELECT token_cliente FROM mudanca GROUP BY token_cliente HAVING count(*) > $1

-- name: rows_of_tenant_up_to
SELECT count(*) FROM (SELECT FROM {} WHERE token_cliente = $1 LIMIT $2) t

-- name: rows_of_tenant
SELECT FROM {} WHERE token_cliente = $1

-- name: many_changed
SELECT $2::bigint > $3::bigint + $4::float8 * greatest(reltuples, 0)
FROM pg_class
WHERE oid = $1::regclass

-- name: indexed_columns
SELECT string_agg(quote_ident(a.attname), ', ' ORDER BY a.attnum)
FROM pg_attribute a
WHERE a.attrelid = $1::regclass
  AND a.attnum = ANY (ARRAY(SELECT unnest(i.indkey) FROM pg_index i
    WHERE i.indrelid = $1::regclass))
