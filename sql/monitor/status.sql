-- name: held_files
SELECT count(*)
FROM arquivo
WHERE status = 'reservado'
  AND lease_token IN (SELECT reservas_vivas())
  AND ($1 = '' OR token_cliente = $1)

-- name: raw_freshness
SELECT p.nome, to_char(max(l.criado_em), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), 0,
  0, coalesce(sum(l.registros_lidos) FILTER (WHERE l.criado_em > now() - interval '1 day'),
  0), coalesce(sum(l.registros_rejeitados) FILTER (WHERE l.criado_em > now() - interval '1 day'),
    0)
FROM unnest($1::text[]) WITH ORDINALITY AS p(nome, lugar)
LEFT JOIN lote l ON l.tipo_payload = p.nome
  AND ($2 = '' OR l.token_cliente = $2)
GROUP BY p.nome, p.lugar
ORDER BY p.lugar

-- name: trusted_freshness
SELECT p.nome, to_char(max(l.trusted_em), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    coalesce(extract(epoch FROM now() - min(l.criado_em) FILTER (WHERE l.trusted_pendente)),
    0)::bigint, count(*) FILTER (WHERE l.trusted_pendente), coalesce((SELECT sum(e.itens)
    FROM lote_entidade e WHERE e.tipo_payload = p.nome AND ($2 = '' OR e.token_cliente = $2)
    AND e.julgado_em > now() - interval '1 day'), 0), coalesce((SELECT sum(e.rejeitados)
    FROM lote_entidade e WHERE e.tipo_payload = p.nome AND ($2 = '' OR e.token_cliente = $2)
    AND e.julgado_em > now() - interval '1 day'), 0)
FROM unnest($1::text[]) WITH ORDINALITY AS p(nome, lugar)
LEFT JOIN lote l ON l.tipo_payload = p.nome
  AND ($2 = '' OR l.token_cliente = $2)
GROUP BY p.nome, p.lugar
ORDER BY p.lugar

-- name: service_freshness
SELECT '*', to_char(max(g.data_hora), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    (SELECT coalesce(extract(epoch FROM now() - min(m.criado_em)), 0)::bigint FROM mudanca m
    WHERE $1 = '' OR m.token_cliente = $1), (SELECT count(*) FROM mudanca m WHERE $1 = ''
    OR m.token_cliente = $1), coalesce(sum(g.registros_processados) FILTER (WHERE g.status =
    'sucesso' AND g.data_hora > now() - interval '1 day'), 0), 0
FROM log_processamento g
WHERE g.camada = 'service'
  AND g.status IN ('sucesso', 'finalizado')

-- name: last_runs
SELECT camada, to_char(data_hora, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), coalesce(duracao_ms,
  0), coalesce(registros_processados, 0), coalesce(registros_invalidos, 0),
  hostname, versao_script, mensagem
FROM log_processamento
WHERE status = 'finalizado'
  AND nome_arquivo IS NULL
ORDER BY id DESC
LIMIT $1

-- name: open_alerts
SELECT count(*) FILTER (WHERE severidade = 'erro'), count(*) FILTER (WHERE severidade = 'aviso')
FROM alerta
WHERE status = 'aberto'
  AND ($1 = '' OR token_cliente IS NULL OR token_cliente = $1)

-- name: file_troubles
SELECT (SELECT count(*) FROM arquivo a WHERE a.status = 'erro' AND ($1 = ''
    OR a.token_cliente = $1) AND NOT EXISTS (SELECT FROM arquivo n
    WHERE n.token_cliente = a.token_cliente AND n.tipo_payload = a.tipo_payload
    AND n.nome_arquivo = a.nome_arquivo AND n.id > a.id AND n.status IN ('carregado',
    'duplicado', 'substituido'))), (SELECT count(*) FROM arquivo WHERE trusted_bloqueado
    AND ($1 = '' OR token_cliente = $1))
