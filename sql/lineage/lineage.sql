-- name: records_of_files
SELECT nr_registro, byte_inicio, byte_tamanho, dados_completos
FROM {}
WHERE lote_id = ANY($1::bigint[])
  AND arquivo_id = $2
  AND nr_registro = ANY($3::bigint[])

-- name: find_row
SELECT token_cliente, json_build_object({})
FROM {}
WHERE ($1::text IS NULL OR token_cliente = $1){}
LIMIT {}

-- name: rows_of_keys
FROM (SELECT DISTINCT * FROM json_populate_recordset(NULL::{0}, $2::json)) k JOIN {0} t ON {1}

-- name: origin_of_rows
SELECT t.lote_id, t.arquivo_id, t.nr_registro, t.nr_item, {} {} ORDER BY {} LIMIT {}
