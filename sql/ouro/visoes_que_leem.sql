-- Views, other than those of schema gdo, that read the columns $2 of the table $1.
SELECT DISTINCT r.ev_class::regclass::text, a.attname
FROM pg_depend d
JOIN pg_rewrite r ON r.oid = d.objid AND d.classid = 'pg_rewrite'::regclass
JOIN pg_attribute a ON a.attrelid = d.refobjid AND a.attnum = d.refobjsubid
JOIN pg_class c ON c.oid = r.ev_class
WHERE d.refobjid = to_regclass($1) AND a.attname = ANY ($2::text[])
  AND c.relnamespace IS DISTINCT FROM to_regnamespace('gdo')
ORDER BY 1, 2
