-- Lotes that wait for trusted. $1 tenants; $2 is not looked at.
SELECT min(token_cliente), count(*)::text
FROM lote
WHERE trusted_pendente AND token_cliente = ANY($1::text[]) AND $2::text IS NOT NULL
HAVING count(*) > 0
