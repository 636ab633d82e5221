-- name: open_lease
INSERT INTO reserva (id, hostname, usuario, pid, valida_ate)
VALUES ($1, $2, $3, $4, clock_timestamp() + $5 * interval '1 millisecond')
ON CONFLICT (id) DO UPDATE
SET valida_ate = excluded.valida_ate

-- name: renew_lease
UPDATE reserva
SET valida_ate = clock_timestamp() + $2 * interval '1 millisecond'
WHERE id = $1
RETURNING id
