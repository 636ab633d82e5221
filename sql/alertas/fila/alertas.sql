-- Alerts as they are told. $1 one's id or null, $2 status or null, $3 tenant or null.
SELECT id, status, severidade, tipo, token_cliente, chave, mensagem, detalhes, vezes,
       to_char(criado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(visto_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
       to_char(encerrado_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), avisos, motivo, encerrado_por
FROM alerta
WHERE ($1::bigint IS NULL OR id = $1::bigint) AND ($2::text IS NULL OR status = $2)
  AND ($3::text IS NULL OR token_cliente = $3)
ORDER BY severidade DESC, visto_em DESC, id
