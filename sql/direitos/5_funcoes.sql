-- The functions that run as their owner, and who may call them. This is the whole list.
WITH funcoes (nome, papel) AS (
  VALUES ('chaves_vivas', 'gdo_api'), ('chave_viva', 'gdo_api'), ('chaves_usadas', 'gdo_api'),
         ('segredo_de', 'gdo_api'), ('busca_lotes_abate', 'gdo_api'), ('busca_vendas', 'gdo_api')
)
SELECT format('GRANT EXECUTE ON FUNCTION %s TO %I', p.oid::regprocedure, f.papel)
FROM funcoes f
JOIN pg_roles r ON r.rolname = f.papel
JOIN pg_proc p ON p.proname = f.nome AND p.pronamespace = current_schema()::regnamespace
WHERE p.prosecdef
  AND NOT EXISTS (SELECT FROM aclexplode(p.proacl) a
                  WHERE a.grantee = r.oid AND a.privilege_type = 'EXECUTE')
ORDER BY 1
