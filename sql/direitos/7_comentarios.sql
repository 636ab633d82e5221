-- Comments on tables (coluna empty) and columns that are not what they should be. $1 rows.
SELECT CASE WHEN d.coluna = '' THEN format('COMMENT ON TABLE %s IS %L', c.oid::regclass, d.texto)
            ELSE format('COMMENT ON COLUMN %s.%I IS %L', c.oid::regclass, d.coluna, d.texto) END
FROM jsonb_to_recordset($1::jsonb) d (tabela text, coluna text, texto text)
JOIN pg_class c ON c.relname = d.tabela AND c.relnamespace = current_schema()::regnamespace
LEFT JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = d.coluna
WHERE (d.coluna = '' OR a.attnum IS NOT NULL)
  AND coalesce(CASE WHEN d.coluna = '' THEN obj_description(c.oid, 'pg_class')
                    ELSE col_description(c.oid, a.attnum) END, '') <> d.texto
ORDER BY 1
