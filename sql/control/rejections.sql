-- name: discard_rejections
UPDATE registro_rejeitado
SET status = 'descartado', encerrado_em = clock_timestamp(), encerrado_por = $2,
  motivo_descarte = $3
WHERE id = ANY ($1::bigint[])
  AND status = 'aberto'
RETURNING id, tipo_payload, camada, nome_arquivo, lote_id
