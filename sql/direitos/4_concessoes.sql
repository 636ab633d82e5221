-- What each role may do, and may not yet; only on tables whose rows are already guarded.
WITH tabelas AS (
  SELECT c.oid, c.relname, c.relacl, format('%I.%I', n.nspname, c.relname) AS tabela
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition
),
guardadas AS (
  SELECT t.* FROM tabelas t JOIN pg_class c USING (oid)
  WHERE c.relrowsecurity AND EXISTS (SELECT FROM pg_policy p WHERE p.polrelid = t.oid)
),
concessoes (papel, direito, oid, relname, relacl, tabela) AS (
  SELECT 'gdo_api', 'SELECT', g.* FROM guardadas g
  UNION ALL
  SELECT 'gdo_api', 'INSERT', g.* FROM guardadas g WHERE relname = 'log_processamento'
  UNION ALL
  SELECT 'gdo_visoes', 'SELECT', g.* FROM guardadas g WHERE relname ^@ 'service_'
  UNION ALL
  SELECT 'gdo_admin', 'SELECT', g.* FROM guardadas g
  UNION ALL
  SELECT 'gdo_loader', d, g.* FROM guardadas g,
         unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) d
  UNION ALL
  SELECT 'gdo_loader', d, t.* FROM tabelas t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) d
  WHERE relname IN ('reserva', 'visao')
  UNION ALL
  SELECT 'gdo_admin', d, t.* FROM tabelas t, unnest(ARRAY['SELECT', 'INSERT', 'UPDATE']) d
  WHERE relname = 'chave_api'
),
-- How alerts and rejections end is all that the API writes into them.
colunas (relname, coluna) AS (
  VALUES ('alerta', 'status'), ('alerta', 'encerrado_em'), ('alerta', 'encerrado_por'),
         ('registro_rejeitado', 'status'), ('registro_rejeitado', 'encerrado_em'),
         ('registro_rejeitado', 'encerrado_por'), ('registro_rejeitado', 'motivo_descarte')
)
SELECT sql FROM (
  SELECT c.tabela, format('GRANT %s ON %s TO %I', string_agg(c.direito, ', ' ORDER BY c.direito),
                          c.tabela, c.papel)
  FROM concessoes c
  JOIN pg_roles r ON r.rolname = c.papel
  WHERE NOT EXISTS (SELECT FROM aclexplode(c.relacl) a
                    WHERE a.grantee = r.oid AND a.privilege_type = c.direito)
  GROUP BY c.tabela, c.papel
  UNION ALL
  SELECT g.tabela, format('GRANT UPDATE (%s) ON %s TO gdo_api',
                          string_agg(quote_ident(c.coluna), ', ' ORDER BY c.coluna), g.tabela)
  FROM colunas c
  JOIN guardadas g USING (relname)
  JOIN pg_attribute a ON a.attrelid = g.oid AND a.attname = c.coluna
  JOIN pg_roles r ON r.rolname = 'gdo_api'
  WHERE NOT EXISTS (SELECT FROM aclexplode(a.attacl) x
                    WHERE x.grantee = r.oid AND x.privilege_type = 'UPDATE')
  GROUP BY g.tabela
) f (tabela, sql)
ORDER BY tabela, sql
