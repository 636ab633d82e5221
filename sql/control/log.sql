-- $1 rows, $2 user, $3 host, $4 version. Whose it is: what the row says itself, else whose lote it speaks of.
-- name: insert_log_entries
INSERT INTO log_processamento (tipo_payload, camada, nome_arquivo, status, mensagem, detalhes,
  duracao_ms, registros_processados, registros_invalidos, lote_id, usuario, hostname,
  versao_script, token_cliente)
SELECT e.tipo_payload, e.camada, e.nome_arquivo, e.status, e.mensagem, e.detalhes::jsonb,
  e.duracao_ms, e.registros_processados, e.registros_invalidos, e.lote_id, $2, $3, $4,
  coalesce(e.token_cliente, e.detalhes::jsonb->>'token_cliente',
    (SELECT l.token_cliente FROM lote l WHERE l.id = e.lote_id),
    (SELECT a.token_cliente FROM arquivo a WHERE a.lote_id = e.lote_id LIMIT 1))
FROM json_to_recordset($1::json) AS e (token_cliente text, tipo_payload text, camada text,
    nome_arquivo text, status text, mensagem text, detalhes text, duracao_ms bigint, registros_processados bigint,
    registros_invalidos bigint, lote_id bigint)
