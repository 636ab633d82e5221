-- $1 tenant, $2 payload, $3 this lease, $4 rows, $5 dead leases. Files that wait to be moved are found
-- by their path: as a condition of a join, the planner takes the index of what waits, which it
-- believes empty, and reads all of it for each file.
-- name: claim_files
INSERT INTO arquivo (token_cliente, tipo_payload, nome_arquivo, caminho, geracao,
    tamanho, modificado_em, status, lease_token)
SELECT $1, $2, p.nome, p.caminho, p.geracao, p.tamanho,
  'epoch'::timestamptz + p.modificado_us * interval '1 microsecond', 'reservado', $3
FROM json_to_recordset($4::json) AS p (nome text, caminho text, geracao bigint, tamanho bigint,
    modificado_us bigint)
WHERE (SELECT bool_or(a.movido_em IS NULL AND a.status <> 'reservado') FROM arquivo a
    WHERE a.caminho = p.caminho AND a.geracao = p.geracao) IS NOT TRUE
  AND NOT EXISTS (SELECT FROM arquivo a WHERE a.caminho = p.caminho AND a.status = 'reservado'
    AND a.lease_token <> ALL ($5::bigint[]))
ORDER BY p.caminho
ON CONFLICT (caminho) WHERE status = 'reservado' DO UPDATE
SET token_cliente = excluded.token_cliente, tipo_payload = excluded.tipo_payload,
  nome_arquivo = excluded.nome_arquivo, lease_token = excluded.lease_token,
  geracao = excluded.geracao, tamanho = excluded.tamanho,
  modificado_em = excluded.modificado_em, reservado_em = clock_timestamp(),
  tentativas = arquivo.tentativas + 1
WHERE arquivo.lease_token = ANY ($5::bigint[])
RETURNING id, caminho

-- name: dead_leases
SELECT DISTINCT a.lease_token
FROM arquivo a
WHERE a.status = 'reservado'
  AND ($1::text[] IS NULL OR a.caminho = ANY ($1::text[]))
  AND a.lease_token NOT IN (SELECT reservas_vivas())

-- name: next_lote
SELECT nextval(pg_get_serial_sequence('lote', 'id')), (extract(epoch
    FROM clock_timestamp()) * 1000000)::bigint

-- name: release_files
DELETE FROM arquivo WHERE id = ANY ($1::bigint[]) AND status = 'reservado' AND lease_token = $2

-- name: release_addresses
DELETE FROM arquivo WHERE caminho = ANY ($1::text[]) AND status = 'reservado' AND lease_token = $2

-- name: forget_file
DELETE FROM arquivo
WHERE id = $1
