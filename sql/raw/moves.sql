-- A writer has closed its file some minutes after its last record; gdo audit finds what is older.
-- name: moved_lately
SELECT id, tipo_payload, nome_arquivo, caminho, caminho_final, geracao_final,
  tamanho, encode(sha256, 'hex')
FROM arquivo
WHERE movido_em > statement_timestamp() - interval '10 minutes'
  AND status IN ('carregado', 'substituido', 'duplicado')
  AND NOT sobrescrito
  AND caminho_final IS NOT NULL
ORDER BY movido_em DESC
LIMIT 20000

-- name: one_moved
SELECT id, tipo_payload, nome_arquivo, caminho, caminho_final, geracao_final,
  tamanho, encode(sha256, 'hex')
FROM arquivo
WHERE id = $1
  AND status IN ('carregado', 'substituido', 'duplicado')
  AND NOT sobrescrito
  AND caminho_final IS NOT NULL

-- name: mark_overwritten
UPDATE arquivo SET sobrescrito = true, caminho_final = NULL, geracao_final = NULL WHERE id = $1

-- name: record_moves
UPDATE arquivo a
SET caminho_final = p.caminho, geracao_final = p.geracao, movido_em = clock_timestamp()
FROM json_to_recordset($1::json) AS p (id bigint, caminho text, geracao bigint)
WHERE a.id = p.id
  AND CASE WHEN a.movido_em IS NULL THEN true END  -- see finish_files

-- name: record_lost
UPDATE arquivo
SET sobrescrito = true, movido_em = clock_timestamp()
WHERE id = ANY ($1::bigint[])
  AND movido_em IS NULL
RETURNING id

-- name: unfinished_moves
SELECT id, tipo_payload, nome_arquivo, caminho, geracao, tamanho, crc32c, encode(sha256,
  'hex'), destino
FROM arquivo
WHERE movido_em IS NULL
  AND status <> 'reservado'
  AND lease_token NOT IN (SELECT reservas_vivas())
ORDER BY id
