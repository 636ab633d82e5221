-- A trusted row comes from a loaded file, in its lote, and has that file's version: so that who is
-- newer does not depend on the order in which lotes were judged.
SELECT a.id IS NOT NULL
         AND (CASE WHEN a.versao_futura THEN 'epoch' ELSE a.versao_em END, a.versao_objeto_em,
              a.versao_geracao, a.versao_hash)
             IS NOT DISTINCT FROM (c.versao_ts, c.versao_objeto_ts, c.versao_geracao, c.versao_hash)
           AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'trusted_%s has %s rows of file %s, lote %s, version %s, which the '
                   'ledger does not know as such'
              ELSE 'trusted_%s tem %s linha(s) do arquivo %s, lote %s, versão %s, que o '
                   'livro não conhece assim' END, c.entidade, c.linhas, c.arquivo_id, c.lote_id, c.versao_ts) AS detalhe
FROM contagem_trusted c
LEFT JOIN arquivo a ON a.id = c.arquivo_id AND a.lote_id = c.lote_id
  AND a.token_cliente = c.token_cliente AND a.status IN ('carregado', 'substituido')
LEFT JOIN lote l ON l.id = c.lote_id
WHERE l.id IS NULL OR NOT l.trusted_pendente
