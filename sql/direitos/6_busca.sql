-- What searches for a part of a name or a CAR need: trigrams, if this server has the extension.
WITH extensao AS (
  SELECT EXISTS (SELECT FROM pg_extension WHERE extname = 'pg_trgm') AS instalada,
         EXISTS (SELECT FROM pg_available_extensions WHERE name = 'pg_trgm') AS existe
)
SELECT 'CREATE EXTENSION IF NOT EXISTS pg_trgm' FROM extensao WHERE existe AND NOT instalada
UNION ALL
SELECT format('CREATE INDEX %I ON %I.%I USING gin (upper(%I) %I.gin_trgm_ops)',
              b.tabela || '_busca_' || b.apelido, n.nspname, c.relname, b.coluna,
              (SELECT x.extnamespace::regnamespace FROM pg_extension x WHERE x.extname = 'pg_trgm'))
FROM (VALUES ('service_lotes_abate', 'prod_nome_razaosocial', 'produtor'),
             ('service_lotes_abate', 'faz_nome', 'fazenda'),
             ('service_lotes_abate', 'faz_nr_car', 'car'),
             ('service_vendas', 'nf_destino_nome_razaosocial', 'destino'),
             ('service_vendas', 'nf_origem_nome_razaosocial', 'origem'),
             ('service_vendas', 'nome_transportadora', 'transporte')) b (tabela, coluna, apelido)
JOIN pg_class c ON c.relname = b.tabela AND c.relnamespace = current_schema()::regnamespace
JOIN pg_namespace n ON n.oid = c.relnamespace
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = b.coluna
JOIN extensao ON instalada
WHERE NOT EXISTS (SELECT FROM pg_class i WHERE i.relname = b.tabela || '_busca_' || b.apelido
                  AND i.relnamespace = c.relnamespace)
