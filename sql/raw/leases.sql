-- CASE: as a condition of its own, the planner reads by it the index of paths, which is all of a lake.
-- name: lease_holders
SELECT a.lease_token, coalesce(r.pid::text, '?'), coalesce(r.hostname,
  '?'), coalesce(to_char(r.iniciada_em AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI:SS "UTC"'),
  '?'), coalesce((extract(epoch FROM r.valida_ate) * 1000000)::bigint, 0),
  a.lease_token IN (SELECT reservas_vivas())
FROM (SELECT DISTINCT lease_token FROM (SELECT lease_token, caminho, tipo_payload FROM arquivo
      WHERE status = 'reservado' UNION ALL SELECT lease_token, caminho, tipo_payload FROM arquivo
      WHERE movido_em IS NULL AND status <> 'reservado') held
    WHERE lease_token <> $1 AND CASE WHEN starts_with(caminho, $2) THEN true END
    AND (cardinality($3::text[]) = 0 OR tipo_payload = ANY ($3::text[]))) a
LEFT JOIN reserva r ON r.id = a.lease_token
