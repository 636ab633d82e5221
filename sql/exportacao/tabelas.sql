-- The tables of gold and trusted.
SELECT relname
FROM pg_class
WHERE relkind IN ('r', 'p') AND NOT relispartition
  AND relnamespace = current_schema()::regnamespace AND relname ~ '^(service|trusted)_'
ORDER BY relname COLLATE "C"
