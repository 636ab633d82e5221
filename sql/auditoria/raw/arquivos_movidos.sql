-- What is in the books has left pending/. A process that lives is given time to move its files.
SELECT a.movido_em IS NOT NULL AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s) is in the books and has not left pending/ yet: gdo run '
                   'moves it'
              ELSE 'arquivo %s (%s) está nos livros e ainda não saiu de pending/: gdo run o '
                   'move' END,
              a.id, a.nome_arquivo) AS detalhe
FROM arquivo a
WHERE a.status <> 'reservado'
  AND (a.movido_em IS NOT NULL OR a.lease_token IS NULL
       OR a.lease_token NOT IN (SELECT reservas_vivas()))
