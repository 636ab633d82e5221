-- A lote that trusted is done with and that brought records has books.
SELECT EXISTS (SELECT FROM lote_entidade e WHERE e.lote_id = l.id) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'lote %s: trusted is done with it, but there are no books'
              ELSE 'lote %s: trusted o deu por julgado, mas não há livro' END, l.id) AS detalhe
FROM lote l WHERE NOT l.trusted_pendente AND l.registros_carregados > 0
-- Of a lote whose deliveries were all taken back nothing is judged.
  AND EXISTS (SELECT FROM arquivo a WHERE a.lote_id = l.id AND a.registros_carregados > 0
              AND a.status IN ('carregado', 'substituido'))
