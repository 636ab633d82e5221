-- parametros:
-- como: casa
-- Who works, what waits, how large tables are, what was slow. Of the whole database: $1 only says
-- whose queue is counted.
WITH vivos AS (
  SELECT r.id, r.hostname, r.usuario, r.pid, r.iniciada_em, r.valida_ate,
         r.id IN (SELECT reservas_vivas()) AS viva
  FROM reserva r ORDER BY r.iniciada_em DESC LIMIT 50
),
-- Partitions count for the table that they belong to.
tabelas AS (
  SELECT coalesce(pai.relname, c.relname) AS tabela,
         count(*) FILTER (WHERE pai.oid IS NOT NULL) AS particoes,
         sum(greatest(c.reltuples, 0))::bigint AS linhas_estimadas,
         sum(pg_total_relation_size(c.oid))::bigint AS bytes
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = current_schema()
  LEFT JOIN pg_inherits i ON i.inhrelid = c.oid
  LEFT JOIN pg_class pai ON pai.oid = i.inhparent
  WHERE c.relkind = 'r'
  GROUP BY 1
),
lentos AS (
  SELECT data_hora, camada, tipo_payload, detalhes ->> 'modelo' AS modelo,
         duracao_ms, coalesce(registros_processados, 0) AS registros
  FROM log_processamento
  WHERE data_hora > now() - interval '1 day' AND status = 'sucesso' AND duracao_ms IS NOT NULL
    AND (nome_arquivo IS NULL OR camada <> 'raw')
    AND coalesce(token_cliente, detalhes ->> 'token_cliente', $1) = $1
  ORDER BY duracao_ms DESC LIMIT 12
)
SELECT jsonb_build_object(
  'banco', jsonb_build_object('versao', current_setting('server_version'),
    'bytes', pg_database_size(current_database()), 'nome', current_database(),
    'conexoes', (SELECT pg_stat_get_db_numbackends(oid) FROM pg_database
                 WHERE datname = current_database())),
  'processos', (SELECT coalesce(jsonb_agg(to_jsonb(v) ORDER BY v.iniciada_em DESC), '[]') FROM vivos v),
  'reservados', (SELECT count(*) FROM arquivo WHERE status = 'reservado'),
  'a_mover', (SELECT count(*) FROM arquivo WHERE movido_em IS NULL AND status <> 'reservado'),
  'lotes_a_julgar', (SELECT count(*) FROM lote WHERE trusted_pendente),
  'mudancas', (SELECT count(*) FROM (SELECT 1 FROM mudanca WHERE token_cliente = $1 LIMIT 100000) m),
  'tabelas', (SELECT coalesce(jsonb_agg(to_jsonb(t) ORDER BY t.bytes DESC, t.tabela), '[]') FROM tabelas t),
  'lentos', (SELECT coalesce(jsonb_agg(to_jsonb(l) ORDER BY l.duracao_ms DESC), '[]') FROM lentos l),
  'modelos', (SELECT coalesce(jsonb_agg(jsonb_build_object('modelo', modelo,
                'reconstruido_em', reconstruido_em) ORDER BY modelo), '[]')
              FROM modelo_cliente WHERE token_cliente = $1)
)::text
