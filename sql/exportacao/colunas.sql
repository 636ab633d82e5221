-- The columns of the table $1: type, place in the primary key (from 1; 0 = not of it), and whether the
-- database calls them personal.
SELECT a.attname, format_type(a.atttypid, NULL),
       coalesce(array_position(i.indkey::smallint[], a.attnum) - array_lower(i.indkey, 1) + 1, 0),
       coalesce(col_description(c.oid, a.attnum), '') LIKE '%[dado pessoal]%'
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
WHERE c.oid = to_regclass($1)
ORDER BY a.attnum
