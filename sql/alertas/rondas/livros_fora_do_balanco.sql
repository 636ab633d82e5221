-- Lotes of the last week whose books are not the sum of their files' (gdo audit looks at all).
SELECT l.token_cliente, 'erro' AS severidade, 'livros/' || l.id AS chave,
       format('os livros do lote %s não fecham com os dos seus arquivos', l.id) AS mensagem,
       jsonb_build_object('lote_id', l.id, 'tipo_payload', l.tipo_payload,
                          'lidos', l.registros_lidos, 'lidos_dos_arquivos', coalesce(a.lidos, 0),
                          'carregados', l.registros_carregados,
                          'carregados_dos_arquivos', coalesce(a.carregados, 0)) AS detalhes
FROM lote l
LEFT JOIN LATERAL (
  SELECT sum(registros_lidos)::bigint AS lidos, sum(registros_carregados)::bigint AS carregados
  FROM arquivo WHERE lote_id = l.id AND status <> 'reservado'
) a ON true
WHERE l.criado_em > statement_timestamp() - interval '7 days'
  AND (l.registros_lidos, l.registros_carregados) IS DISTINCT FROM (a.lidos, a.carregados)
