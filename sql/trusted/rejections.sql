-- name: create_staging
CREATE TEMP TABLE IF NOT EXISTS st_rejeitado (lote_id bigint, arquivo_id bigint,
    nome_arquivo text, nr_registro bigint, nr_item bigint, entidade text,
    byte_inicio bigint, byte_tamanho bigint, motivos jsonb, conteudo bytea) ON COMMIT DELETE ROWS

-- name: store_rejections
INSERT INTO registro_rejeitado AS r (token_cliente, tipo_payload, camada, lote_id,
    arquivo_id, nome_arquivo, nr_registro, nr_item, entidade, byte_inicio, byte_tamanho,
    motivos, conteudo)
SELECT $1, $2, 'trusted', lote_id, arquivo_id, nome_arquivo, nr_registro, nr_item,
  entidade, byte_inicio, byte_tamanho, motivos, conteudo
FROM st_rejeitado
ON CONFLICT (token_cliente, tipo_payload, camada, arquivo_id, nr_registro, nr_item) DO UPDATE
SET entidade = excluded.entidade, motivos = excluded.motivos,
  conteudo = excluded.conteudo, byte_inicio = excluded.byte_inicio,
  byte_tamanho = excluded.byte_tamanho, status = CASE r.status WHEN 'descartado'
  THEN r.status ELSE 'aberto' END, encerrado_em = CASE r.status WHEN 'descartado'
  THEN r.encerrado_em END, encerrado_por = CASE r.status WHEN 'descartado'
  THEN r.encerrado_por END
WHERE r.motivos IS DISTINCT
FROM excluded.motivos OR r.status = 'corrigido'

-- name: close_rejections
UPDATE registro_rejeitado r
SET status = 'corrigido', encerrado_em = clock_timestamp(), encerrado_por = current_user
WHERE r.camada = 'trusted'
  AND r.status = 'aberto'
  AND NOT EXISTS (SELECT 1 FROM st_rejeitado s WHERE s.arquivo_id = r.arquivo_id
    AND s.nr_registro = r.nr_registro AND s.nr_item = r.nr_item)
  AND r.{} = ANY ($1::bigint[])

-- name: lotes_of_rejections
SELECT DISTINCT lote_id
FROM registro_rejeitado
WHERE id = ANY ($1::bigint[])
  AND camada = 'trusted'
  AND status = 'aberto'
ORDER BY 1

-- name: rejections_to_retry
SELECT id, arquivo_id, nr_registro, nr_item, coalesce(entidade, '')
FROM registro_rejeitado
WHERE id = ANY ($1::bigint[])
  AND lote_id = $2
  AND camada = 'trusted'
  AND status = 'aberto'
ORDER BY id FOR UPDATE
