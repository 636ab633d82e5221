-- name: insert_key
INSERT INTO chave_api (id, token_cliente, papel, nome, cnpjs, redes, sha256, criada_por, expira)
VALUES ($1, $2, $3, $4, $5::text[], $6::text[], $7, $8, CASE
    WHEN $9::text ~ '^\d{4}-\d\d-\d\d$' THEN ($9::date + 1)::timestamp AT TIME ZONE 'UTC' -
    interval '1 second' ELSE $9::timestamptz END)
RETURNING to_char(expira, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')

-- name: insert_successor
INSERT INTO chave_api (id, token_cliente, papel, nome, cnpjs, redes, sha256, criada_por,
    expira, substitui)
SELECT $2, token_cliente, papel, nome, cnpjs, redes, $3, $4, expira, id
FROM chave_api
WHERE id = $1
RETURNING papel, token_cliente, to_char(expira, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')

-- name: key_state
SELECT revogada_em IS NOT NULL, coalesce(expira <= now(), false)
FROM chave_api
WHERE id = $1 FOR UPDATE

-- name: end_key_after
UPDATE chave_api
SET revisao = revisao + 1, expira = least(expira, clock_timestamp() + make_interval(days => $2))
WHERE id = $1

-- name: end_predecessor
-- Two keys live while one is replaced, not three.
UPDATE chave_api
SET revogada_em = clock_timestamp(), revogada_por = $2, revisao = revisao + 1
WHERE id = (SELECT substitui FROM chave_api WHERE id = $1)
  AND revogada_em IS NULL

-- name: revoke_key
UPDATE chave_api
SET revogada_em = clock_timestamp(), revogada_por = $2, revisao = revisao + 1
WHERE id = $1
  AND revogada_em IS NULL
RETURNING id
