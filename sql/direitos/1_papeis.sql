-- Roles of the server that are not there yet. gdo_loader: for logins that load; gdo_api: `gdo serve`;
-- gdo_reader: BI logins, which read the views of schema gdo; gdo_admin: people who look after it;
-- gdo_visoes: owns those views, and nobody logs in as it.
SELECT format('CREATE ROLE %I %s', p.nome, p.modo)
FROM (VALUES (1, 'gdo_loader', 'NOLOGIN'), (2, 'gdo_api', 'LOGIN NOINHERIT'),
             (3, 'gdo_reader', 'NOLOGIN'), (4, 'gdo_admin', 'NOLOGIN'),
             (5, 'gdo_visoes', 'NOLOGIN NOINHERIT')) p (n, nome, modo)
WHERE NOT EXISTS (SELECT FROM pg_roles r WHERE r.rolname = p.nome)
ORDER BY p.n
