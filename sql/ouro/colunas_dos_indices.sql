-- The indexes of the table $1, a row a column; $2 is what their definitions say of its schema.
SELECT c.relname, i.indisprimary, replace(pg_get_indexdef(i.indexrelid), $2, ''), a.attname
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY k (number, place)
LEFT JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = k.number
WHERE i.indrelid = to_regclass($1)
ORDER BY c.relname, k.place
