-- A duplicate names a loaded file of its tenant and payload with the same bytes, which may have
-- been replaced since; and it counts as many records as that one.
SELECT o.id IS NOT NULL AND d.registros_lidos = o.registros_lidos AS ok,
       format(CASE current_setting('gdo.idioma', true)
              WHEN 'en' THEN 'file %s (%s) claims to equal file %s, which is not loaded with the same '
                   'bytes and records'
              ELSE 'arquivo %s (%s) se diz igual ao arquivo %s, que não está carregado com '
                   'os mesmos bytes e registros' END, d.id, d.nome_arquivo, coalesce(d.original_id::text, '?'))
         AS detalhe
FROM arquivo d
LEFT JOIN arquivo o ON o.id = d.original_id AND o.status IN ('carregado', 'substituido', 'retirado')
  AND o.token_cliente = d.token_cliente AND o.tipo_payload = d.tipo_payload AND o.sha256 = d.sha256
WHERE d.status = 'duplicado'
