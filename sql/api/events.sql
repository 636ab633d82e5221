-- name: new_log_rows
SELECT id, json_build_object('id', id, 'data_hora',
    to_char(data_hora, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'), 'tipo_payload', tipo_payload,
    'camada', camada, 'nome_arquivo', nome_arquivo, 'status', status, 'mensagem',
    mensagem, 'registros_processados', registros_processados,
    'registros_invalidos', registros_invalidos, 'lote_id', lote_id)::text
FROM log_processamento
WHERE (token_cliente = $1 OR token_cliente IS NULL)
  AND id > $2
ORDER BY id
LIMIT 500

-- name: iso_time
SELECT to_char(to_timestamp($1::float8 / 1e6) AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')
