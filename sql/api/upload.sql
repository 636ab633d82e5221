-- name: loaded_content
SELECT nome_arquivo
FROM arquivo
WHERE token_cliente = $1
  AND tipo_payload = $2
  AND sha256 = $3
  AND status = 'carregado'
LIMIT 1
