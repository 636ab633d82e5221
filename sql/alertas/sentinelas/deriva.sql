-- Payloads whose members changed in the last three days, as trusted noted when it judged them.
SELECT l.token_cliente, 'aviso' AS severidade, 'deriva/' || g.id AS chave,
       'os dados de ' || l.tipo_payload || ' mudaram de forma: ' || g.mensagem AS mensagem,
       jsonb_build_object('tipo_payload', l.tipo_payload, 'lote_id', l.id, 'log_id', g.id)
         || g.detalhes AS detalhes
FROM log_processamento g
JOIN lote l ON l.id = g.lote_id
WHERE g.data_hora > statement_timestamp() - interval '3 days'
  AND g.camada = 'trusted' AND g.status = 'alerta'
  AND g.detalhes ?| ARRAY['novos', 'sumidos', 'mudaram_de_tipo']
