-- Tables of trusted and service, and whether the planner knows nothing of one of trusted, or thinks
-- it empty: an ANALYZE that comes while its first rows are not committed yet counts pages and no row.
SELECT c.relname,
       c.relname LIKE 'trusted\_%'
       AND (c.reltuples < 0
            OR EXISTS (SELECT FROM pg_partition_tree(c.oid) t JOIN pg_class p ON p.oid = t.relid
                       WHERE p.reltuples = 0 AND p.relpages > 0)) AS desconhecida
FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relnamespace = current_schema()::regnamespace
  AND (c.relname LIKE 'trusted\_%' OR c.relname LIKE 'service\_%')
ORDER BY c.relname
