-- name: files_of_lotes
SELECT lote_id, id, nome_arquivo, (extract(epoch
  FROM versao_em) * 1000000)::bigint, versao_futura, (extract(epoch
    FROM versao_objeto_em) * 1000000)::bigint, versao_geracao, versao_hash, status = 'retirado'
FROM arquivo
WHERE lote_id = ANY ($1::bigint[])
  AND status IN ('carregado', 'substituido', 'retirado')
ORDER BY id

-- name: take_small_lotes
FROM lote
WHERE trusted_pendente
  AND id IN (SELECT id FROM (SELECT id, sum(registros_carregados) OVER (ORDER BY id)
    AS ate_aqui FROM lote WHERE trusted_pendente AND tipo_payload = $1 AND token_cliente = $2
    AND id > $3 AND id <> ALL ($6::bigint[]) ORDER BY id LIMIT $5::bigint) p
    WHERE ate_aqui <= $4::bigint)
ORDER BY id FOR UPDATE SKIP LOCKED

-- name: take_lotes
FROM lote
WHERE trusted_pendente
  AND tipo_payload = ANY ($1::text[])
  AND id <> ALL ($2::bigint[])
ORDER BY registros_carregados <= $3, id
LIMIT 1 FOR UPDATE SKIP LOCKED

-- name: requeue_lotes
UPDATE lote
SET trusted_pendente = true
WHERE tipo_payload = $1
  AND token_cliente = $2
  AND NOT trusted_pendente
  AND id <> ALL ($3::bigint[])

-- name: lotes_to_clear
SELECT e.lote_id
FROM lote_entidade e
WHERE e.lote_id = ANY ($1::bigint[])
  AND e.entidade = $2
  AND (e.contrato_versao <> $3 OR EXISTS (SELECT FROM arquivo a WHERE a.lote_id = e.lote_id
    AND a.status = 'retirado'))

-- name: publication_time
SELECT (extract(epoch FROM t) * 1000000)::bigint, t::text FROM (SELECT clock_timestamp()) AS c(t)

-- name: tenants_of_payload
SELECT DISTINCT token_cliente
FROM lote
WHERE tipo_payload = $1
  AND ($2 = '' OR token_cliente = $2)
ORDER BY 1

-- name: lotes_to_replay
SELECT id
FROM lote
WHERE tipo_payload = $1
  AND token_cliente = $2
  AND ($3::date IS NULL OR data_processamento >= $3::date::timestamp AT TIME ZONE 'UTC')
  AND ($4::date IS NULL OR data_processamento < ($4::date + 1)::timestamp AT TIME ZONE 'UTC')
ORDER BY id

-- name: count_pending
SELECT coalesce(sum(registros_carregados), 0), coalesce(max(id), 0)
FROM lote
WHERE trusted_pendente
  AND tipo_payload = ANY ($1::text[])

-- name: any_left
SELECT id
FROM lote
WHERE trusted_pendente
  AND tipo_payload = ANY ($1::text[])
  AND id <> ALL ($2::bigint[])
  AND id <= $3
ORDER BY id
LIMIT 1 FOR UPDATE
