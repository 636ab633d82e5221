-- name: primary_key
SELECT a.attname
FROM pg_index i
CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY c (number, place)
JOIN pg_attribute a ON a.attrelid = i.indrelid
  AND a.attnum = c.number
WHERE i.indrelid = to_regclass(quote_ident($1))
  AND i.indisprimary
ORDER BY c.place

-- name: columns
SELECT attname, format_type(atttypid, atttypmod), attnotnull
FROM pg_attribute
WHERE attrelid = to_regclass(quote_ident($1))
  AND attnum > 0
  AND NOT attisdropped
ORDER BY attnum

-- name: create_migrations
CREATE TABLE IF NOT EXISTS migracao (
  versao integer PRIMARY KEY,
  nome text NOT NULL,
  sha256 text NOT NULL,
  aplicada_em timestamptz NOT NULL DEFAULT now(),
  versao_programa text NOT NULL)
