-- name: data_columns
SELECT c.relname, a.attname, a.atttypid = 'numeric'::regtype,
    coalesce(a.attnum = ANY (i.indkey), false)
FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid
  AND a.attnum > 0
  AND NOT a.attisdropped
LEFT JOIN pg_index i ON i.indrelid = c.oid
  AND i.indisprimary
WHERE c.relkind IN ('r', 'p')
  AND NOT c.relispartition
  AND c.relpersistence <> 't'
  AND c.relnamespace = current_schema()::regnamespace
  AND c.relname ~ '^(raw|trusted|service)_'
ORDER BY c.relname COLLATE "C", a.attname COLLATE "C"

-- Of a file's contents that were loaded twice (it was replaced under its name, then came again
-- under another), one loading counts: that happens in one order of arrival and not in another.
-- name: distinct_contents
(SELECT DISTINCT ON (token_cliente, tipo_payload, sha256) id, sha256 FROM arquivo
    WHERE status IN ('carregado', 'substituido', 'retirado') ORDER BY token_cliente,
    tipo_payload, sha256, id)

-- name: sums_of_raw
SELECT n.linhas, s.*
FROM (SELECT count(*) AS linhas FROM {0}) n
CROSS JOIN (SELECT {1} FROM {0} t JOIN {2} a ON a.id = t.arquivo_id) s

-- name: sums_of_rejections
SELECT (SELECT count(*) FROM registro_rejeitado), {}
FROM registro_rejeitado r
JOIN {} a ON a.id = r.arquivo_id
WHERE r.status <> 'corrigido'

-- name: sums_of_files
SELECT (SELECT count(*) FROM arquivo), {}
FROM (SELECT DISTINCT token_cliente, tipo_payload, nome_arquivo, sha256, tamanho,
    codigo_erro, linha, coluna, registros_lidos FROM arquivo WHERE status <> 'reservado') d
