-- Comments on tables ($2 empty) and columns that are not what they should be.
-- $1 tables, $2 columns, $3 texts.
SELECT CASE WHEN d.coluna = '' THEN format('COMMENT ON TABLE %s IS %L', c.oid::regclass, d.texto)
            ELSE format('COMMENT ON COLUMN %s.%I IS %L', c.oid::regclass, d.coluna, d.texto) END
FROM unnest($1::text[], $2::text[], $3::text[]) d (tabela, coluna, texto)
JOIN pg_class c ON c.relname = d.tabela AND c.relnamespace = current_schema()::regnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = d.coluna
WHERE (d.coluna = '' OR a.attnum IS NOT NULL)
  AND coalesce(CASE WHEN d.coluna = '' THEN obj_description(c.oid, 'pg_class')
                    ELSE col_description(c.oid, a.attnum) END, '') <> d.texto
ORDER BY 1
