-- Of a lote there are at most as many rows as it had items accepted: others may have replaced some.
SELECT c.linhas <= coalesce(e.aceitos, 0) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'lote %s, entity %s: %s rows, but only %s items accepted'
              ELSE 'lote %s, entidade %s: %s linhas, mas só %s itens aceitos' END, c.lote_id, c.entidade,
              c.linhas, coalesce(e.aceitos, 0)) AS detalhe
FROM (SELECT entidade, lote_id, sum(linhas) AS linhas FROM contagem_trusted GROUP BY 1, 2) c
JOIN lote l ON l.id = c.lote_id AND NOT l.trusted_pendente
LEFT JOIN lote_entidade e ON e.lote_id = c.lote_id AND e.entidade = c.entidade
