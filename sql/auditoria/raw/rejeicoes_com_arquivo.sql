-- Every rejection belongs to a loaded file, in that file's lote, tenant and payload.
SELECT a.id IS NOT NULL AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'registro_rejeitado %s (%s) is of file %s, lote %s, tenant %s, which the '
                   'ledger does not know as such'
              ELSE 'registro_rejeitado %s (%s) é do arquivo %s, lote %s, cliente %s, que o '
                   'livro não conhece assim' END, r.id, r.camada, r.arquivo_id, r.lote_id, r.token_cliente) AS detalhe
FROM registro_rejeitado r
LEFT JOIN arquivo a ON a.id = r.arquivo_id AND a.lote_id = r.lote_id
  AND a.token_cliente = r.token_cliente AND a.tipo_payload = r.tipo_payload
  AND a.status IN ('carregado', 'substituido', 'retirado')
WHERE r.camada <> 'service'
