-- Opens an alert, or joins the open one. One that someone has seen or expected stays as it is.
-- $1 tenant or null, $2 kind, $3 severity, $4 key, $5 message, $6 details.
INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes)
SELECT $1, $2, $3, $4, $5, $6::jsonb
WHERE NOT EXISTS (SELECT FROM alerta v
                  WHERE v.chave = $4 AND v.status IN ('reconhecido', 'esperado'))
ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE
SET vezes = a.vezes + CASE WHEN a.detalhes = excluded.detalhes THEN 0 ELSE 1 END,
    visto_em = clock_timestamp(), mensagem = excluded.mensagem, detalhes = excluded.detalhes,
    severidade = excluded.severidade
