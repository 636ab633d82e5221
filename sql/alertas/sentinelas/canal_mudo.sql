-- A channel that has taken nothing for more than a minute: others, and the page, have to say it.
SELECT NULL::text AS token_cliente, 'erro' AS severidade, 'canal/' || c.canal AS chave,
       'o canal de alertas ' || split_part(c.canal, ':', 1) || ' não recebe' AS mensagem,
       jsonb_build_object('canal', c.canal, 'desde', c.falha_desde, 'erro', c.erro) AS detalhes
FROM alerta_canal c
WHERE c.falha_desde < statement_timestamp() - interval '1 minute'
