-- Every file that was taken in belongs to a lote of its own payload and tenant; a broken one to none.
SELECT CASE WHEN a.status = 'erro' THEN a.lote_id IS NULL
            ELSE l.id IS NOT NULL AND l.token_cliente = a.token_cliente
                 AND l.tipo_payload = a.tipo_payload END AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s, %s) points to lote %s'
              ELSE 'arquivo %s (%s, %s) aponta para o lote %s' END, a.id, a.nome_arquivo, a.status,
              coalesce(a.lote_id::text, 'nenhum')) AS detalhe
FROM arquivo a LEFT JOIN lote l ON l.id = a.lote_id
WHERE a.status <> 'reservado'
