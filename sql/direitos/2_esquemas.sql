-- The schema of the views, and who may look into which. Whoever makes a view for gdo_visoes must be
-- its member.
WITH papeis AS (SELECT oid, rolname FROM pg_roles WHERE rolname ^@ 'gdo_'),
faltam (n, sql) AS (
  SELECT 1, format('GRANT gdo_visoes TO %I', current_user)
  FROM papeis WHERE rolname = 'gdo_visoes' AND NOT pg_has_role(oid, 'MEMBER')
  UNION ALL
  SELECT 2, 'CREATE SCHEMA gdo'
  WHERE NOT EXISTS (SELECT FROM pg_namespace WHERE nspname = 'gdo')
  UNION ALL
  SELECT 3, format('GRANT %s ON SCHEMA %I TO %I', c.direito, c.esquema, c.papel)
  FROM (VALUES (current_schema()::text, 'gdo_loader', 'USAGE'), (current_schema(), 'gdo_loader', 'CREATE'),
               (current_schema(), 'gdo_api', 'USAGE'), (current_schema(), 'gdo_admin', 'USAGE'),
               (current_schema(), 'gdo_visoes', 'USAGE'), ('gdo', 'gdo_visoes', 'USAGE'),
               ('gdo', 'gdo_visoes', 'CREATE'), ('gdo', 'gdo_reader', 'USAGE'),
               ('gdo', 'gdo_admin', 'USAGE')) c (esquema, papel, direito)
  JOIN papeis p ON p.rolname = c.papel
  WHERE NOT EXISTS (
    SELECT FROM pg_namespace n, aclexplode(n.nspacl) a
    WHERE n.nspname = c.esquema AND a.grantee = p.oid AND a.privilege_type = c.direito)
  UNION ALL
  -- A server older than 15 lets everybody make tables in schema public.
  SELECT 4, format('REVOKE CREATE ON SCHEMA %I FROM PUBLIC', n.nspname)
  FROM pg_namespace n, aclexplode(coalesce(n.nspacl, acldefault('n', n.nspowner))) a
  WHERE n.nspname = current_schema() AND a.grantee = 0 AND a.privilege_type = 'CREATE'
)
SELECT sql FROM faltam ORDER BY n, sql
