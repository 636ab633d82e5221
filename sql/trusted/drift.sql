-- name: remembered_members
SELECT entidade, caminho, conhecido, array_to_string(tipos, ',')
FROM membro_visto
WHERE token_cliente = $1
  AND tipo_payload = $2

-- name: store_members
INSERT INTO membro_visto (token_cliente, tipo_payload, entidade, caminho, conhecido,
    tipos, lote_id)
SELECT $1, $2, m.entidade, m.caminho, m.conhecido, m.tipos, $3
FROM json_to_recordset($4::json) AS m (entidade text, caminho text, conhecido boolean,
    tipos text[])
ON CONFLICT (token_cliente, tipo_payload, entidade, caminho) DO UPDATE
SET conhecido = excluded.conhecido, tipos = excluded.tipos, visto_em = clock_timestamp(),
  lote_id = excluded.lote_id
