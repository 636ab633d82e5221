-- name: files
SELECT id, status, tipo_payload, token_cliente, nome_arquivo, tamanho,
  registros_lidos, registros_carregados, registros_rejeitados, registros_duplicados,
  lote_id, original_id, codigo_erro, mensagem_erro, linha, coluna, caminho,
  caminho_final, encode(sha256, 'hex'), to_char(coalesce(concluido_em,
    reservado_em), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), sobrescrito, motivo_retirada,
  retirado_por, count(*) OVER ()
FROM arquivo
WHERE ($1::text IS NULL OR status = $1)
  AND ($2::text IS NULL OR tipo_payload = $2)
  AND ($3::text IS NULL OR token_cliente = $3)
ORDER BY id DESC
LIMIT $4 OFFSET $5

-- name: broken_files
SELECT id
FROM arquivo
WHERE status = 'erro'
  AND caminho_final IS NOT NULL
  AND ($1::text IS NULL OR tipo_payload = $1)
ORDER BY id

-- Locked, so that two who retry the same file do not both write about it.
-- name: file_to_retry
SELECT status, tipo_payload, nome_arquivo, caminho, caminho_final, geracao_final, tamanho,
  crc32c, encode(sha256, 'hex')
FROM arquivo
WHERE id = $1 FOR UPDATE
