-- name: end_alert
UPDATE alerta
SET status = $3, encerrado_em = clock_timestamp(), encerrado_por = $4
WHERE id = $1
  AND (token_cliente = $2 OR token_cliente IS NULL)
  AND status IN ('aberto', 'reconhecido')
RETURNING id, status

-- name: note_action
INSERT INTO log_processamento (tipo_payload, camada, nome_arquivo, status, mensagem,
    detalhes, usuario, hostname, versao_script, lote_id, token_cliente)
VALUES ($1, $2, $3, 'sucesso', $4, $5::jsonb, $6, $7, $8, $9, $10)

-- name: status_of
SELECT status FROM {} WHERE id = $1 AND (token_cliente = $2 OR token_cliente IS NULL)
