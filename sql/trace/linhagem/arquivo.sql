-- A delivery: where it lies now, and what the ledger knows of its bytes. $1 its id.
SELECT coalesce(caminho_final, caminho), coalesce(geracao_final, geracao), encode(sha256, 'hex'),
       tipo_payload
FROM arquivo
WHERE id = $1
