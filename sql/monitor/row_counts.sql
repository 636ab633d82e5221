-- name: create_tables
CREATE TEMPORARY TABLE contagem_raw (tipo_payload text, token_cliente text,
    lote_id bigint, arquivo_id bigint, linhas bigint, soma numeric, quadrados numeric)
  ON COMMIT DROP;CREATE TEMPORARY TABLE contagem_rejeitado (camada text, arquivo_id bigint,
    linhas bigint, soma numeric, quadrados numeric)
  ON COMMIT DROP;CREATE TEMPORARY TABLE contagem_trusted (entidade text, token_cliente text,
    lote_id bigint, arquivo_id bigint, versao_ts timestamptz,
    versao_objeto_ts timestamptz, versao_geracao bigint, versao_hash bigint, linhas bigint)
  ON COMMIT DROP;CREATE TEMPORARY TABLE contagem_filho (filho text, entidade text, sem_pai bigint)
  ON COMMIT DROP

-- name: count_raw
INSERT INTO contagem_raw
SELECT $1, token_cliente, lote_id, arquivo_id, {}
FROM {}
GROUP BY token_cliente, lote_id, arquivo_id

-- name: count_trusted
INSERT INTO contagem_trusted
SELECT $1, token_cliente, lote_id, arquivo_id, versao_ts, versao_objeto_ts,
  versao_geracao, versao_hash, count(*)
FROM {}
GROUP BY token_cliente, lote_id, arquivo_id, versao_ts, versao_objeto_ts,
  versao_geracao, versao_hash

-- name: count_orphans
INSERT INTO contagem_filho
SELECT $1, $2, count(*)
FROM {} f
WHERE NOT EXISTS (SELECT FROM {} p WHERE {})

-- name: count_rejected
INSERT INTO contagem_rejeitado
SELECT camada, arquivo_id, {}
FROM registro_rejeitado
WHERE status <> 'corrigido'
GROUP BY camada, arquivo_id
