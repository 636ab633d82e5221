-- name: file_to_retire
SELECT status, tipo_payload, nome_arquivo, lote_id, original_id
FROM arquivo
WHERE id = $1 FOR UPDATE

-- name: retire_file
UPDATE arquivo
SET status = 'retirado', retirado_em = clock_timestamp(), retirado_por = $2,
  motivo_retirada = $3, trusted_bloqueado = false
WHERE id = $1

-- The delivery that it had replaced under its name, unless the same bytes live on elsewhere.
-- name: restore_older
UPDATE arquivo o
SET status = 'carregado'
WHERE o.id = (SELECT s.id FROM arquivo s JOIN arquivo r ON r.id = $1
    AND s.token_cliente = r.token_cliente AND s.tipo_payload = r.tipo_payload
    AND s.nome_arquivo = r.nome_arquivo WHERE s.status = 'substituido' AND NOT EXISTS (SELECT
    FROM arquivo v WHERE v.token_cliente = s.token_cliente AND v.tipo_payload = s.tipo_payload
    AND v.status = 'carregado' AND (v.nome_arquivo = s.nome_arquivo OR v.sha256 = s.sha256))
    ORDER BY s.id DESC LIMIT 1)

-- name: close_rejections
UPDATE registro_rejeitado
SET status = 'descartado', encerrado_em = clock_timestamp(), encerrado_por = $2,
  motivo_descarte = $3
WHERE arquivo_id = $1
  AND camada = 'raw'
  AND status = 'aberto'
