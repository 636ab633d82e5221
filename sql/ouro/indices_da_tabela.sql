-- The indexes of the table $1, the primary key first, with the constraint that each belongs to
-- (empty = none), what makes both again, and whether the index keeps rows apart.
SELECT quote_ident(c.relname), pg_get_indexdef(i.indexrelid),
       coalesce(quote_ident(k.conname), ''), coalesce(pg_get_constraintdef(k.oid), ''),
       i.indisunique
FROM pg_index i
JOIN pg_class c ON c.oid = i.indexrelid
LEFT JOIN pg_constraint k ON k.conindid = i.indexrelid AND k.conrelid = i.indrelid
WHERE i.indrelid = $1::regclass
ORDER BY i.indisprimary DESC, c.relname
