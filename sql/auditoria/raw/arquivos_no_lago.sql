-- What lies in done/ has the size and time (or generation) that the ledger knows: a writer that still
-- had a file open when it was moved has written bytes that nobody loaded. What is no longer there was
-- archived by someone, and is no mistake of the books.
-- requer: lago
SELECT o.tamanho = a.tamanho AND o.geracao = a.geracao_final AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s) changed in done/ after it was loaded: gdo files retry %s '
                   'delivers it again'
              ELSE 'arquivo %s (%s) mudou em done/ depois de carregado: gdo files retry %s '
                   'o entrega de novo' END, a.id, a.nome_arquivo, a.id) AS detalhe
FROM arquivo a JOIN lago o ON o.caminho = a.caminho_final
WHERE a.status IN ('carregado', 'substituido', 'duplicado', 'retirado') AND NOT a.sobrescrito
