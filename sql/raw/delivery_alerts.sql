-- In the order of keys: two lotes that alert of the same files wait for each other at the most.
-- name: future_names
INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes)
SELECT $1, 'nome_no_futuro', 'aviso', 'raw/nome_no_futuro/' || $1 || '/' || $2 || '/' || nome,
  'o horário no nome de ' || nome ||
  ' é posterior ao do próprio objeto: não é acreditado, e qualquer outra entrega vence a deste arquivo',
  jsonb_build_object('tipo_payload', $2::text, 'nome_arquivo', nome)
FROM unnest($3::text[]) AS f(nome)
ORDER BY nome
ON CONFLICT (chave) WHERE status = 'aberto' DO UPDATE
SET vezes = a.vezes + 1, visto_em = clock_timestamp()

-- name: standing_alerts
INSERT INTO alerta (tipo, severidade, chave, mensagem)
SELECT split_part(u.chave, '/', 2), 'aviso', u.chave, u.mensagem
FROM unnest($1::text[], $2::text[]) AS u(chave, mensagem)
WHERE NOT EXISTS (SELECT FROM alerta v WHERE v.chave = u.chave
    AND v.status IN ('aberto', 'reconhecido'))
ON CONFLICT (chave) WHERE status = 'aberto' DO NOTHING

-- A kind that is not opened any more is gone, too: broken files are the watch's (arquivo_com_erro).
-- name: ended_alerts
UPDATE alerta
SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE tipo IN ('pasta_desconhecida', 'sem_cliente', 'arquivo_quebrado')
  AND status IN ('aberto', 'reconhecido')
  AND chave <> ALL ($1::text[])
