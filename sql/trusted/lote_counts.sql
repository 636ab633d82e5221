-- $1 tenant, $2 payload, $3 milliseconds, $4 rows.
-- name: insert_counts
INSERT INTO lote_entidade (lote_id, entidade, token_cliente, tipo_payload, itens,
    aceitos, com_avisos, rejeitados, inseridos, atualizados, superados, filhos,
    contrato_versao, duracao_ms)
SELECT b.lote_id, b.entidade, $1, $2, b.itens, b.aceitos, b.com_avisos, b.rejeitados,
  b.inseridos, b.atualizados, b.superados, b.filhos, b.contrato_versao, $3
FROM json_to_recordset($4::json) AS b (lote_id bigint, entidade text, itens bigint,
    aceitos bigint, com_avisos bigint, rejeitados bigint, inseridos bigint, atualizados bigint,
    superados bigint, filhos bigint, contrato_versao text)

-- $1 tenant, $2 payload, $3 rows.
-- name: insert_quality
INSERT INTO qualidade (lote_id, token_cliente, tipo_payload, entidade, campo, regra, acao,
    passo, verificados, alterados, violados)
SELECT q.lote_id, $1, $2, q.entidade, q.campo, q.regra, q.acao, q.passo, q.verificados,
  q.alterados, q.violados
FROM json_to_recordset($3::json) AS q (lote_id bigint, entidade text, campo text, regra text,
    acao text, passo boolean, verificados bigint, alterados bigint, violados bigint)

-- name: mark_blocked
UPDATE arquivo
SET trusted_bloqueado = id = ANY ($2::bigint[])
WHERE lote_id = ANY ($1::bigint[])
  AND trusted_bloqueado <> (id = ANY ($2::bigint[]))

-- name: raise_blocked
INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes)
VALUES ($1, 'limite_rejeicao', 'erro', $2, $3, jsonb_build_object('arquivo_id',
    $4::bigint, 'nome_arquivo', $5::text, 'itens', $6::bigint, 'rejeitados', $7::bigint))
ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE
SET vezes = a.vezes + 1, visto_em = clock_timestamp(), detalhes = excluded.detalhes

-- name: close_lotes
UPDATE lote
SET trusted_pendente = false, trusted_em = clock_timestamp(), trusted_erro = NULL
WHERE id = ANY ($1::bigint[])

-- name: correct_counts
INSERT INTO lote_entidade AS e (lote_id, entidade, token_cliente, tipo_payload, itens,
    aceitos, com_avisos, rejeitados, inseridos, atualizados, superados, filhos,
    contrato_versao, duracao_ms)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', 0)
ON CONFLICT (lote_id, entidade) DO UPDATE
SET itens = e.itens + excluded.itens, aceitos = e.aceitos + excluded.aceitos,
  com_avisos = e.com_avisos + excluded.com_avisos,
  rejeitados = e.rejeitados + excluded.rejeitados,
  inseridos = e.inseridos + excluded.inseridos,
  atualizados = e.atualizados + excluded.atualizados,
  superados = e.superados + excluded.superados, filhos = e.filhos + excluded.filhos
