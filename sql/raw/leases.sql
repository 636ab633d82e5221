-- name: lease_holders
SELECT a.lease_token, coalesce(r.pid::text, '?'), coalesce(r.hostname,
  '?'), coalesce(to_char(r.iniciada_em AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
  '?'), coalesce((extract(epoch FROM r.valida_ate) * 1000000)::bigint, 0),
  a.lease_token IN (SELECT reservas_vivas())
FROM (SELECT DISTINCT lease_token FROM arquivo WHERE (status = 'reservado'
    OR movido_em IS NULL) AND lease_token <> $1 AND starts_with(caminho, $2)
    AND (cardinality($3::text[]) = 0 OR tipo_payload = ANY ($3::text[]))) a
LEFT JOIN reserva r ON r.id = a.lease_token
