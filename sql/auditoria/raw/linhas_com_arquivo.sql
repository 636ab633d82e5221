-- Every raw row belongs to a loaded file, in that file's lote, tenant and payload.
SELECT a.id IS NOT NULL AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'raw_%s has %s rows of file %s, lote %s, tenant %s, which the ledger '
                   'does not know as such'
              ELSE 'raw_%s tem %s linha(s) do arquivo %s, lote %s, cliente %s, que o livro '
                   'não conhece assim' END, c.tipo_payload, c.linhas, c.arquivo_id, c.lote_id, c.token_cliente)
         AS detalhe
FROM contagem_raw c
LEFT JOIN arquivo a ON a.id = c.arquivo_id AND a.lote_id = c.lote_id
  AND a.token_cliente = c.token_cliente AND a.tipo_payload = c.tipo_payload
  AND a.status IN ('carregado', 'substituido', 'retirado')
