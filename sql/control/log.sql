-- Whose it is: what the row says itself, else whose lote it speaks of.
-- name: insert_log_entries
INSERT INTO log_processamento (tipo_payload, camada, nome_arquivo, status, mensagem, detalhes,
  duracao_ms, registros_processados, registros_invalidos, lote_id, usuario, hostname,
  versao_script, token_cliente)
SELECT e.*, $11, $12, $13,
  coalesce(e.detalhes->>'token_cliente',
    (SELECT l.token_cliente FROM lote l WHERE l.id = e.lote_id),
    (SELECT a.token_cliente FROM arquivo a WHERE a.lote_id = e.lote_id LIMIT 1))
FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::jsonb[],
    $7::bigint[], $8::bigint[], $9::bigint[], $10::bigint[])
  AS e (tipo_payload, camada, nome_arquivo, status, mensagem, detalhes, duracao_ms,
    registros_processados, registros_invalidos, lote_id)
