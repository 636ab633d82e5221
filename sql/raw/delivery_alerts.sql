-- In the order of keys: two lotes that alert of the same files wait for each other at the most.
-- name: future_names
INSERT INTO alerta AS a (token_cliente, tipo, severidade, chave, mensagem, detalhes)
SELECT $1, 'nome_no_futuro', 'aviso', 'raw/nome_no_futuro/' || $1 || '/' || $2 || '/' || nome,
  'o horário no nome de ' || nome ||
  ' é posterior ao do próprio objeto: não é acreditado, e qualquer outra entrega vence a deste arquivo',
  jsonb_build_object('tipo_payload', $2::text, 'nome_arquivo', nome)
FROM unnest($3::text[]) AS f(nome)
ORDER BY nome
ON CONFLICT (chave)
WHERE status = 'aberto' DO UPDATE
SET vezes = a.vezes + 1, visto_em = clock_timestamp()

-- A broken file is mended when its name came again and was taken.
-- name: broken_files
INSERT INTO alerta AS x (token_cliente, tipo, severidade, chave, mensagem, detalhes, vezes)
SELECT q.token_cliente, 'arquivo_quebrado', 'erro', q.chave,
  q.total || ' arquivo(s) de ' || q.tipo_payload ||
  ' não puderam ser lidos: nada deles foi carregado; estão em error/',
  jsonb_build_object('tipo_payload', q.tipo_payload, 'arquivos', q.nomes), q.total
FROM (SELECT a.token_cliente, a.tipo_payload,
    'raw/arquivo_quebrado/' || a.token_cliente || '/' || a.tipo_payload AS chave, count(*)
    AS total, to_jsonb((array_agg(a.nome_arquivo ORDER BY a.id DESC))[1:10])
    AS nomes, max(a.concluido_em) AS ultimo FROM arquivo a WHERE a.status = 'erro'
    AND NOT EXISTS (SELECT FROM arquivo n WHERE n.token_cliente = a.token_cliente
    AND n.tipo_payload = a.tipo_payload AND n.nome_arquivo = a.nome_arquivo AND n.id > a.id
    AND n.status IN ('carregado', 'duplicado', 'substituido')) GROUP BY 1, 2) q
WHERE NOT EXISTS (SELECT FROM alerta v WHERE v.chave = q.chave AND v.visto_em >= q.ultimo)
ORDER BY q.chave
ON CONFLICT (chave)
WHERE status = 'aberto' DO UPDATE
SET vezes = excluded.vezes, visto_em = clock_timestamp(), mensagem = excluded.mensagem,
  detalhes = excluded.detalhes

-- name: fixed_files
UPDATE alerta x
SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE x.tipo = 'arquivo_quebrado'
  AND x.status = 'aberto'
  AND NOT EXISTS (SELECT FROM arquivo a WHERE a.status = 'erro'
    AND a.token_cliente = x.token_cliente AND a.tipo_payload = x.detalhes ->> 'tipo_payload'
    AND NOT EXISTS (SELECT FROM arquivo n WHERE n.token_cliente = a.token_cliente
    AND n.tipo_payload = a.tipo_payload AND n.nome_arquivo = a.nome_arquivo AND n.id > a.id
    AND n.status IN ('carregado', 'duplicado', 'substituido')))

-- name: standing_alerts
INSERT INTO alerta (tipo, severidade, chave, mensagem)
SELECT split_part(u.chave, '/', 2), 'aviso', u.chave, u.mensagem
FROM unnest($1::text[], $2::text[]) AS u(chave, mensagem)
WHERE NOT EXISTS (SELECT FROM alerta v WHERE v.chave = u.chave
    AND v.status IN ('aberto', 'reconhecido'))
ON CONFLICT (chave)
WHERE status = 'aberto' DO NOTHING

-- name: ended_alerts
UPDATE alerta
SET status = 'resolvido', encerrado_em = clock_timestamp()
WHERE tipo IN ('pasta_desconhecida', 'sem_cliente')
  AND status IN ('aberto', 'reconhecido')
  AND chave <> ALL ($1::text[])
