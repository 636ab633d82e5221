-- Files that could not be read, until another delivery of theirs is loaded.
SELECT a.token_cliente, 'erro' AS severidade, 'arquivo/' || a.id AS chave,
       split_part(a.nome_arquivo, '/', -1) || ' não pôde ser lido: '
       || coalesce(a.mensagem_erro, a.codigo_erro, 'motivo desconhecido')
       || coalesce(' (linha ' || a.linha || ', coluna ' || a.coluna || ')', '') AS mensagem,
       jsonb_build_object('arquivo_id', a.id, 'nome_arquivo', a.nome_arquivo,
                          'tipo_payload', a.tipo_payload, 'codigo', a.codigo_erro,
                          'linha', a.linha, 'coluna', a.coluna) AS detalhes
FROM arquivo a
WHERE a.status = 'erro' AND a.concluido_em > statement_timestamp() - interval '30 days'
  AND NOT EXISTS (SELECT FROM arquivo b
                  WHERE b.token_cliente = a.token_cliente AND b.tipo_payload = a.tipo_payload
                    AND b.nome_arquivo = a.nome_arquivo AND b.id > a.id
                    AND b.status IN ('carregado', 'duplicado', 'substituido'))
