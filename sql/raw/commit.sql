-- $1 rows, $2 this process's lease. CASE: each file is found by its id. As conditions of their own, the
-- planner expects next to nothing reserved, and compares all that is with every row.
-- name: finish_files
UPDATE arquivo a
SET status = p.status, sha256 = decode(p.sha256, 'hex'), crc32c = p.crc32c,
  tamanho = p.tamanho, versao_em = 'epoch'::timestamptz + p.versao_us * interval '1 microsecond',
  versao_futura = p.versao_futura, versao_objeto_em = 'epoch'::timestamptz + p.objeto_us * interval
  '1 microsecond', versao_geracao = p.versao_geracao, versao_hash = p.versao_hash,
  destino = p.destino, original_id = p.original_id, lote_id = p.lote_id,
  registros_lidos = p.lidos, registros_carregados = p.carregados,
  registros_rejeitados = p.rejeitados, registros_duplicados = p.duplicados,
  codigo_erro = p.codigo_erro, mensagem_erro = p.mensagem_erro, linha = p.linha,
  coluna = p.coluna, concluido_em = clock_timestamp()
FROM json_to_recordset($1::json) AS p (id bigint, status text, sha256 text, crc32c bigint,
    tamanho bigint, versao_us bigint, versao_futura boolean, objeto_us bigint,
    versao_geracao bigint, versao_hash bigint, destino text, original_id bigint, lote_id bigint,
    lidos bigint, carregados bigint, rejeitados bigint, duplicados bigint, codigo_erro text,
    mensagem_erro text, linha bigint, coluna bigint)
WHERE a.id = p.id
  AND CASE WHEN a.lease_token = $2 THEN a.status = 'reservado' END
RETURNING a.id

-- A newer delivery under a name marks the one that is live under it. Before finish_files, so that only
-- older ones are found. CASE: by their names; the index of live contents begins as this join does, and
-- the planner reads all of a tenant's live files by it for each name.
-- name: supersede_files
UPDATE arquivo o
SET status = 'substituido'
FROM arquivo n
WHERE n.id = ANY ($1::bigint[])
  AND o.token_cliente = n.token_cliente
  AND o.tipo_payload = n.tipo_payload
  AND o.nome_arquivo = n.nome_arquivo
  AND CASE WHEN o.status = 'carregado' THEN true END

-- The lotes whose files are newer now wait for trusted again.
-- name: raise_versions
WITH raised AS (UPDATE arquivo o SET versao_futura = d.versao_futura,
    versao_em = d.versao_em, versao_objeto_em = d.versao_objeto_em,
    versao_geracao = d.versao_geracao, versao_hash = d.versao_hash FROM (SELECT DISTINCT
    ON (original_id) * FROM arquivo WHERE id = ANY ($1::bigint[])
    ORDER BY original_id, versao_futura, versao_em DESC, versao_objeto_em DESC,
    versao_geracao DESC, versao_hash DESC) d WHERE o.id = d.original_id
    AND (NOT d.versao_futura, d.versao_em, d.versao_objeto_em, d.versao_geracao,
    d.versao_hash) > (NOT o.versao_futura, o.versao_em, o.versao_objeto_em,
    o.versao_geracao, o.versao_hash) RETURNING o.lote_id) UPDATE lote
SET trusted_pendente = true
WHERE id IN (SELECT lote_id FROM raised)

-- name: insert_lote
INSERT INTO lote (id, token_cliente, tipo_payload, data_processamento, arquivos,
    bytes, registros_lidos, registros_carregados, registros_rejeitados,
    registros_duplicados, duracao_ms, hostname, versao_script)
VALUES ($1, $2, $3, 'epoch'::timestamptz + $4::bigint * interval '1 microsecond', $5, $6, $7,
    $8, $9, $10, $11, $12, $13)

-- CASE: by the contents, whatever the statistics say of how many files a tenant has.
-- name: known_contents
SELECT p.id, (SELECT min(m.id) FROM arquivo m WHERE m.caminho = a.caminho
    AND m.geracao = a.geracao AND m.sha256 = p.sha256 AND m.status <> 'reservado'
    AND (m.movido_em IS NULL OR m.movido_em >= a.reservado_em)), (SELECT v.id FROM arquivo v
    WHERE v.sha256 = p.sha256 AND v.status = 'carregado'
    AND CASE WHEN v.token_cliente = a.token_cliente THEN v.tipo_payload = a.tipo_payload END)
FROM (SELECT id, decode(sha256, 'hex') AS sha256 FROM unnest($1::bigint[], $2::text[])
    AS u(id, sha256)) p
JOIN arquivo a ON a.id = p.id

-- name: delivered_before
SELECT EXISTS (SELECT FROM arquivo
    WHERE token_cliente = $1 AND tipo_payload = $2 AND nome_arquivo = $3 AND tamanho = $4
      AND status <> 'reservado')

-- name: committed_files
SELECT id, status, registros_lidos, registros_carregados,
  registros_rejeitados, registros_duplicados
FROM arquivo
WHERE id = ANY ($1::bigint[])
  AND status <> 'reservado'
  AND (lote_id = $2 OR lote_id IS NULL)
  AND lease_token = $3
