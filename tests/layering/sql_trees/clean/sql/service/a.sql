-- pg_temp.f in a comment is none.
SELECT t.a FROM trusted_a t
WHERE t.lote_id IN (SELECT id FROM lote) FOR UPDATE OF t
