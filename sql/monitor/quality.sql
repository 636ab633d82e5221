-- name: open_reasons
SELECT t.camada, t.tipo_payload, m.regra, count(*)
FROM registro_rejeitado t, LATERAL (SELECT DISTINCT concat_ws(':', r ->> 'regra',
    nullif(r ->> 'campo', '')) AS regra FROM jsonb_array_elements(t.motivos) r) m
WHERE ($1 = '' OR t.token_cliente = $1)
  AND ($2 = '' OR t.tipo_payload = $2)
  AND ($3::bigint = 0 OR t.lote_id = $3)
  AND t.status = 'aberto'
GROUP BY 1, 2, 3
ORDER BY 4 DESC, 1, 2, 3

-- name: entity_quality
SELECT t.tipo_payload, t.entidade, count(*), sum(itens), sum(aceitos),
  sum(com_avisos), sum(rejeitados), sum(inseridos), sum(atualizados), sum(superados), sum(filhos)
FROM lote_entidade t
WHERE ($1 = '' OR t.token_cliente = $1)
  AND ($2 = '' OR t.tipo_payload = $2)
  AND ($3::bigint = 0 OR t.lote_id = $3)
GROUP BY 1, 2
ORDER BY 1, 2

-- name: rule_quality
SELECT t.tipo_payload, t.entidade, t.campo, t.regra, t.acao, t.passo,
  sum(verificados), sum(alterados), sum(violados)
FROM qualidade t
WHERE ($1 = '' OR t.token_cliente = $1)
  AND ($2 = '' OR t.tipo_payload = $2)
  AND ($3::bigint = 0 OR t.lote_id = $3)
GROUP BY 1, 2, 3, 4, 5, 6
ORDER BY 1, 2, 6, 3, 4, 5
