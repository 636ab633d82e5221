-- Files that someone took an hour ago and has not finished, or that are loaded and not moved.
SELECT a.token_cliente, 'erro' AS severidade, 'parado/' || a.id AS chave,
       CASE WHEN a.status = 'reservado' THEN 'arquivo parado em carga há mais de uma hora'
            ELSE 'arquivo carregado que não saiu de pending/ há mais de uma hora' END AS mensagem,
       jsonb_build_object('arquivo_id', a.id, 'nome_arquivo', a.nome_arquivo,
                          'tipo_payload', a.tipo_payload, 'status', a.status) AS detalhes
FROM arquivo a
WHERE (a.status = 'reservado' AND a.reservado_em < statement_timestamp() - interval '1 hour')
   OR (a.status <> 'reservado' AND a.movido_em IS NULL
       AND a.concluido_em < statement_timestamp() - interval '1 hour')
