SELECT 'gdo_alert_channel_up' AS metrica, 'gauge' AS tipo,
       'Whether a channel of alerts took the last message.' AS ajuda,
       format('channel="%s"', split_part(canal, ':', 1)) AS rotulos,
       min(CASE WHEN falha_desde IS NULL THEN 1 ELSE 0 END)::float8 AS valor
FROM alerta_canal WHERE canal <> 'series' GROUP BY split_part(canal, ':', 1)
UNION ALL
SELECT 'gdo_alerts_open', 'gauge', 'Open alerts.', format('severity="%s",kind="%s"', severidade, tipo),
       count(*)::float8
FROM alerta WHERE status = 'aberto' GROUP BY severidade, tipo
ORDER BY 1, 4
