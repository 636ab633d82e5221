-- name: note_refusal
INSERT INTO log_processamento (camada, status, mensagem, detalhes, usuario,
    hostname, versao_script, token_cliente)
VALUES ('service', 'finalizado', $1, $2::jsonb, $3, $4, $5, $6)

-- name: gold_version
SELECT coalesce(string_agg(modelo || hash || alterado_em::text, ' ' ORDER BY modelo), '')
FROM modelo_cliente
WHERE token_cliente = $1
