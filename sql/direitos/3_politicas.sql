-- Row level security of every table that a role may read: the API sees the rows of the tenant in the
-- setting gdo.cliente, a BI login those of the tenant that its own name names, whatever it sets. The
-- owner's work goes on as before: policies do not hold for it. A partition is not granted to anyone,
-- so nobody reads past its table.
WITH tabelas AS (
  SELECT c.oid, c.relname, c.relrowsecurity, format('%I.%I', n.nspname, c.relname) AS tabela,
         t.attnotnull AS sempre_de_cliente, t.attname IS NOT NULL AS de_cliente,
         c.relname ^@ 'service_' AS ouro
  FROM pg_class c
  JOIN pg_namespace n ON n.oid = c.relnamespace
  LEFT JOIN pg_attribute t
    ON t.attrelid = c.oid AND t.attname = 'token_cliente' AND NOT t.attisdropped
  WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p') AND NOT c.relispartition
    AND c.relname NOT IN ('chave_api', 'segredo', 'visao')
    AND (t.attname IS NOT NULL OR c.relname IN ('migracao', 'modelo', 'modelo_entrada'))
),
politicas (n, nome, papel, texto, tabela, oid) AS (
  SELECT 1, 'gdo_api', 'gdo_api',
         CASE WHEN NOT de_cliente THEN 'FOR SELECT TO gdo_api USING (true)'
              WHEN relname = 'programa_regra' THEN
                'FOR SELECT TO gdo_api USING (token_cliente = ''*'' OR token_cliente = '
                || 'nullif(current_setting(''gdo.cliente'', true), ''''))'
              WHEN sempre_de_cliente THEN
                'TO gdo_api USING (token_cliente = nullif(current_setting(''gdo.cliente'', true), ''''))'
              ELSE  -- what is no tenant's is for those who run the place
                'TO gdo_api USING (token_cliente = nullif(current_setting(''gdo.cliente'', true), '''') '
                || 'OR (token_cliente IS NULL AND current_setting(''gdo.papel'', true) '
                || 'IN (''operador'', ''admin'')))' END,
         tabela, oid
  FROM tabelas
  UNION ALL
  SELECT 2, 'gdo_casa', papel, 'TO gdo_loader, gdo_admin USING (true) WITH CHECK (true)', tabela, oid
  FROM tabelas, (VALUES ('gdo_admin')) p (papel)
  UNION ALL
  SELECT 3, 'gdo_bi', 'gdo_visoes',
         'FOR SELECT TO gdo_visoes USING (token_cliente = CASE WHEN current_user ^@ ''gdo_bi_'' '
         || 'THEN substr(current_user::text, 8) COLLATE "default" END)', tabela, oid
  FROM tabelas WHERE ouro
)
SELECT sql FROM (
  SELECT 0, tabela, format('ALTER TABLE %s ENABLE ROW LEVEL SECURITY', tabela)
  FROM tabelas WHERE NOT relrowsecurity
  UNION ALL
  SELECT p.n, p.tabela, format('CREATE POLICY %I ON %s %s', p.nome, p.tabela, p.texto)
  FROM politicas p
  WHERE EXISTS (SELECT FROM pg_roles r WHERE r.rolname = p.papel)
    AND NOT EXISTS (SELECT FROM pg_policy e WHERE e.polrelid = p.oid AND e.polname = p.nome)
) f (n, tabela, sql)
ORDER BY tabela, n
