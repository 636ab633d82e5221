-- Columns of the rejections of one file, oldest record first.
-- name: rejected_records
SELECT r.id, r.nr_registro, r.byte_inicio, r.byte_tamanho, r.conteudo, EXISTS (SELECT 1
    FROM jsonb_array_elements(r.motivos) m WHERE m->>'campo' = ''
    AND m->>'regra' IN ('json_invalido', 'utf8_invalido', 'profundidade', 'tamanho', 'tipo'))
FROM registro_rejeitado r
WHERE r.id = ANY ($1::bigint[])
  AND r.arquivo_id = $2
  AND r.camada = 'raw'
  AND r.status = 'aberto'
ORDER BY r.nr_registro FOR UPDATE

-- name: files_of_rejections
SELECT DISTINCT a.id, a.nome_arquivo, l.id, a.tipo_payload,
  a.token_cliente, l.data_processamento::text
FROM registro_rejeitado r
JOIN arquivo a ON a.id = r.arquivo_id
JOIN lote l ON l.id = a.lote_id
WHERE r.id = ANY ($1::bigint[])
  AND r.camada = 'raw'
  AND r.status = 'aberto'
ORDER BY a.id

-- name: correct_rejections
UPDATE registro_rejeitado
SET status = 'corrigido', encerrado_em = clock_timestamp(), encerrado_por = current_user
WHERE id = ANY ($1::bigint[])

-- name: correct_files
UPDATE arquivo
SET registros_carregados = registros_carregados + $2,
  registros_rejeitados = registros_rejeitados - $2
WHERE id = $1

-- name: correct_lote
UPDATE lote
SET registros_carregados = registros_carregados + $2,
  registros_rejeitados = registros_rejeitados - $2, trusted_pendente = true
WHERE id = $1
