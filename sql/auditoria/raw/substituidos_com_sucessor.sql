-- A replaced file has a later delivery under its name.
SELECT EXISTS (SELECT FROM arquivo n WHERE n.token_cliente = o.token_cliente
               AND n.tipo_payload = o.tipo_payload AND n.nome_arquivo = o.nome_arquivo
               AND n.id <> o.id AND n.status IN ('carregado', 'substituido', 'retirado')) AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s) is replaced, but there is no other of that name'
              ELSE 'arquivo %s (%s) está substituído, mas não há outro com esse nome' END, o.id,
              o.nome_arquivo) AS detalhe
FROM arquivo o WHERE o.status = 'substituido'
