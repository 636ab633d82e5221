-- name: outdated_lotes
SELECT count(*), min(l.data_processamento AT TIME ZONE 'UTC')::date::text,
  max(l.data_processamento AT TIME ZONE 'UTC')::date::text
FROM lote_entidade e
JOIN lote l ON l.id = e.lote_id
WHERE e.entidade = $1
  AND e.contrato_versao <> $2

-- name: note_links
INSERT INTO mudanca (modelo, token_cliente, entidade, ligacao)
SELECT e.modelo, l.token_cliente, {}, jsonb_build_object({})
FROM (SELECT DISTINCT token_cliente, {} FROM {} WHERE {}) l
JOIN modelo_entrada e ON e.entidade = {}

-- name: insert_new
INSERT INTO {} AS t ({})
SELECT {}
FROM ({}) n
ON CONFLICT ({}) DO UPDATE
SET atualizado_em = t.atualizado_em
WHERE false
RETURNING lote_id

-- name: find_older
{0}
FROM ({1}) s
CROSS JOIN LATERAL (SELECT * FROM {2} t WHERE t.token_cliente = $1 AND {3} LIMIT 1) t
WHERE {4} >= {5}
  AND NOT (t.atualizado_em = s.atualizado_em AND t.lote_id = s.lote_id AND {4} = {5})

-- name: replace_older
INSERT INTO {} AS t ({})
SELECT {}
FROM ({}) n
JOIN {} a ON {}
ORDER BY {}
ON CONFLICT ({}) DO UPDATE
SET {}
WHERE {} >= {}
RETURNING t.lote_id

-- name: insert_children
WITH escolhidas AS (SELECT c.* FROM {} c
    CROSS JOIN LATERAL (SELECT * FROM {} t WHERE t.token_cliente = $2 AND {} LIMIT 1) t
    WHERE t.lote_id = c.pai_lote_id
    AND t.arquivo_id = c.pai_arquivo_id AND t.nr_registro = c.pai_nr_registro
    AND t.nr_item = c.pai_nr_item AND t.atualizado_em = $1::timestamptz), gravadas
    AS (INSERT INTO {} ({}) SELECT {} FROM escolhidas RETURNING 1)
SELECT pai_lote_id, count(*)
FROM escolhidas
GROUP BY pai_lote_id

-- name: ask_known
SELECT a.n FROM {} a CROSS JOIN LATERAL (SELECT 1 FROM {} t WHERE t.token_cliente = $1 AND {} LIMIT 1) t

-- name: months_of
SELECT DISTINCT extract(year FROM {0})::int, extract(month FROM {0})::int FROM {1}

-- name: raw_rows
SELECT arquivo_id, nr_registro, byte_inicio, dados_completos
FROM {}
WHERE lote_id = {}
  AND data_processamento = {}{}
