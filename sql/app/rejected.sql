-- name: exported_rejections
SELECT r.id, r.token_cliente, r.tipo_payload, r.entidade, r.camada, r.nome_arquivo,
  r.nr_registro, r.nr_item, r.byte_inicio, r.byte_tamanho, r.status,
    to_char(r.criado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.motivos, r.conteudo
FROM registro_rejeitado r
WHERE r.id = ANY ($1::bigint[])
ORDER BY r.id

-- name: declare_rejections
DECLARE rejeitados NO SCROLL CURSOR FOR
SELECT r.id, octet_length(r.conteudo)
FROM registro_rejeitado r
WHERE {}
ORDER BY r.id

-- name: rejection_list
SELECT r.id, r.status, r.camada, r.tipo_payload, r.entidade, r.token_cliente,
  r.nome_arquivo, r.nr_registro, r.nr_item, r.motivos,
    to_char(r.criado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
FROM registro_rejeitado r
WHERE {}
ORDER BY r.id DESC
LIMIT $6 OFFSET $7

-- name: one_rejection
SELECT r.status, r.camada, r.tipo_payload, r.entidade, r.token_cliente,
  r.nome_arquivo, r.nr_registro, r.nr_item, r.byte_inicio, r.byte_tamanho,
  r.motivos, to_char(r.criado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.lote_id,
  r.arquivo_id, coalesce(a.caminho_final, a.caminho),
    to_char(r.encerrado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), r.encerrado_por,
  r.motivo_descarte, r.conteudo
FROM registro_rejeitado r
LEFT JOIN arquivo a ON a.id = r.arquivo_id
WHERE r.id = $1
