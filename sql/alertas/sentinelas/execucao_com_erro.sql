-- A layer whose last word of the last day is that it could not go on. Files that are broken have
-- alerts of their own, models of gold, too.
SELECT NULL::text AS token_cliente, 'erro' AS severidade,
       'execucao/' || l.camada AS chave,
       'execução com erro: ' || l.mensagem AS mensagem,
       jsonb_build_object('camada', l.camada, 'tipo_payload', l.tipo_payload, 'log_id', l.id,
                          'hostname', l.hostname) AS detalhes
FROM (SELECT DISTINCT ON (camada) *
      FROM log_processamento
      WHERE data_hora > clock_timestamp() - interval '1 day' AND nome_arquivo IS NULL
        AND camada IN ('raw', 'trusted') AND status IN ('erro', 'sucesso', 'finalizado')
      ORDER BY camada, id DESC) l
WHERE l.status = 'erro'
