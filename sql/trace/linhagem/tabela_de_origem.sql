-- The table of trusted whose rows say which record a row of the table $1 came from: the table itself;
-- of a child table its parent, the one whose key the child's begins with, an item's number after it.
WITH tabelas AS (
  SELECT c.relname, array_agg(a.attname::text ORDER BY k.place) AS chave,
         EXISTS (SELECT FROM pg_attribute o WHERE o.attrelid = c.oid AND o.attname = 'arquivo_id')
           AS com_origem
  FROM pg_class c
  JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
  CROSS JOIN LATERAL unnest(i.indkey::smallint[]) WITH ORDINALITY k (number, place)
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.number
  WHERE c.relname LIKE 'trusted\_%' AND NOT c.relispartition
    AND c.relnamespace = current_schema()::regnamespace
  GROUP BY c.oid, c.relname
)
SELECT p.relname
FROM tabelas f
JOIN tabelas p ON p.com_origem AND (p.relname = f.relname OR p.chave || 'nr_item'::text = f.chave)
WHERE f.relname = $1
ORDER BY p.relname = f.relname DESC LIMIT 1
