-- Tables of trusted that the planner knows nothing of.
SELECT c.relname
FROM pg_class c
WHERE c.relkind IN ('r', 'p') AND NOT c.relispartition
  AND c.relnamespace = current_schema()::regnamespace AND c.relname LIKE 'trusted\_%'
  AND c.reltuples < 0
ORDER BY c.relname
