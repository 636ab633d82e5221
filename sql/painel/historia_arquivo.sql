-- parametros: id
-- One delivery ($2) of a tenant ($1), from its arrival to gold: its books, what stopped it, what of
-- it was refused and why, and its log. Null when the tenant has no such file.
WITH a AS (
  SELECT * FROM arquivo WHERE token_cliente = $1 AND id = $2::bigint
),
recusas AS (
  SELECT r.camada, m ->> 'regra' AS regra, m ->> 'campo' AS campo,
         min(m ->> 'mensagem') AS mensagem, count(*) AS vezes, min(r.id) AS exemplo
  FROM a JOIN registro_rejeitado r ON r.arquivo_id = a.id
  CROSS JOIN LATERAL jsonb_array_elements(r.motivos) m
  WHERE r.token_cliente = $1
  GROUP BY 1, 2, 3
),
registro AS (
  SELECT g.id, g.data_hora, g.camada, g.status, g.mensagem, g.duracao_ms, g.registros_processados,
         g.registros_invalidos, g.hostname, g.versao_script
  FROM a JOIN log_processamento g ON g.lote_id = a.lote_id
  WHERE g.nome_arquivo IS NULL OR g.nome_arquivo = a.nome_arquivo
  ORDER BY g.id LIMIT 200
)
SELECT jsonb_build_object(
  'arquivo', jsonb_build_object('id', a.id, 'tipo_payload', a.tipo_payload,
    'nome_arquivo', a.nome_arquivo, 'caminho', coalesce(a.caminho_final, a.caminho),
    'geracao', coalesce(a.geracao_final, a.geracao)::text, 'tamanho', a.tamanho,
    'status', a.status, 'sha256', encode(a.sha256, 'hex'), 'versao_em', a.versao_em,
    'modificado_em', a.modificado_em, 'reservado_em', a.reservado_em,
    'concluido_em', a.concluido_em, 'movido_em', a.movido_em, 'tentativas', a.tentativas,
    'original_id', a.original_id, 'lote_id', a.lote_id, 'registros_lidos', a.registros_lidos,
    'registros_carregados', a.registros_carregados,
    'registros_rejeitados', a.registros_rejeitados,
    'registros_duplicados', a.registros_duplicados, 'codigo_erro', a.codigo_erro,
    'mensagem_erro', a.mensagem_erro, 'linha', a.linha, 'coluna', a.coluna),
  'lote', (SELECT jsonb_build_object('id', l.id, 'arquivos', l.arquivos, 'criado_em', l.criado_em,
             'duracao_ms', l.duracao_ms, 'hostname', l.hostname, 'versao_script', l.versao_script,
             'trusted_pendente', l.trusted_pendente, 'trusted_em', l.trusted_em,
             'trusted_erro', l.trusted_erro)
           FROM lote l WHERE l.id = a.lote_id),
  'entidades', (SELECT coalesce(jsonb_agg(to_jsonb(e) - 'token_cliente' ORDER BY e.entidade), '[]')
                FROM lote_entidade e WHERE e.lote_id = a.lote_id),
  'recusas', (SELECT coalesce(jsonb_agg(to_jsonb(r) ORDER BY r.vezes DESC, r.regra, r.campo), '[]')
              FROM (SELECT * FROM recusas ORDER BY vezes DESC, regra, campo LIMIT 50) r),
  'log', (SELECT coalesce(jsonb_agg(to_jsonb(g) ORDER BY g.id), '[]') FROM registro g)
)::text
FROM a
