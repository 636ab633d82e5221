-- A layer whose last word of the last day is that it could not go on. Files that are broken have
-- alerts of their own, models of gold, too.
SELECT NULL::text AS token_cliente, 'erro' AS severidade,
       'execucao/' || l.camada AS chave,
       'execução com erro: ' || l.mensagem AS mensagem,
       jsonb_build_object('camada', l.camada, 'tipo_payload', l.tipo_payload, 'log_id', l.id,
                          'hostname', l.hostname) AS detalhes
FROM (VALUES ('raw'), ('trusted')) c (camada)
CROSS JOIN LATERAL (SELECT *
                    FROM log_processamento g
                    WHERE g.camada = c.camada AND g.nome_arquivo IS NULL
                      AND g.status IN ('erro', 'sucesso', 'finalizado')
                    ORDER BY g.id DESC LIMIT 1) l
WHERE l.status = 'erro' AND l.data_hora > statement_timestamp() - interval '1 day'
