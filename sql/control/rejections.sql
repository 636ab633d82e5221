-- $1 ids, $2 who says so, $3 why, $4 the tenant whose they must be, or null.
-- name: discard_rejections
UPDATE registro_rejeitado
SET status = 'descartado', encerrado_em = clock_timestamp(), encerrado_por = $2,
  motivo_descarte = $3
WHERE id = ANY ($1::bigint[])
  AND ($4::text IS NULL OR token_cliente = $4)
  AND status = 'aberto'
RETURNING id, tipo_payload, camada, nome_arquivo, lote_id
