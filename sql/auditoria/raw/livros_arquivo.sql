-- The ledger's counts of a file are what the tables hold. A rejection that was healed counts as
-- loaded; files that loaded nothing (duplicado, erro) have no rows.
SELECT a.registros_carregados = coalesce(c.linhas, 0)
         AND a.registros_rejeitados = coalesce(r.linhas, 0) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s): %s loaded and %s rejected in the ledger, %s rows and %s '
                   'rejections in the tables'
              ELSE 'arquivo %s (%s): %s carregados e %s rejeitados no livro, %s linhas e %s '
                   'rejeições nas tabelas' END, a.id, a.nome_arquivo, a.registros_carregados, a.registros_rejeitados,
              coalesce(c.linhas, 0), coalesce(r.linhas, 0)) AS detalhe
FROM arquivo a
LEFT JOIN (SELECT arquivo_id, sum(linhas) AS linhas FROM contagem_raw GROUP BY arquivo_id) c
  ON c.arquivo_id = a.id
LEFT JOIN contagem_rejeitado r ON r.arquivo_id = a.id AND r.camada = 'raw'
WHERE a.status <> 'reservado'
