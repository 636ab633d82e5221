-- The views of schema gdo, a service table each, with personal data masked as exports mask them.
-- $1: rows, columns of personal data and their tables. Gives what makes a view that is missing or was
-- made from another text, several statements in one.
WITH pessoais AS (
  SELECT * FROM jsonb_to_recordset($1::jsonb) p (tabela text, coluna text)
),
-- Columns that begin so are about whom that document names. A farm is its producer's.
partes (prefixo, documento) AS (
  VALUES ('prod_', 'prod_cpf_cnpj'), ('faz_', 'prod_cpf_cnpj'), ('nf_origem_', 'nf_cnpj_origem'),
         ('nf_destino_', 'nf_cnpj_destino'), ('nome_transportadora', 'cnpj_transportadora')
),
colunas AS (
  SELECT c.oid, c.relname, a.attnum, a.attname, quote_ident(a.attname) AS q,
         format_type(a.atttypid, NULL) AS tipo, p.coluna IS NOT NULL AS pessoal,
         (SELECT quote_ident(d.attname) FROM partes x JOIN pg_attribute d
            ON d.attrelid = c.oid AND d.attname = x.documento
          WHERE a.attname ^@ x.prefixo LIMIT 1) AS documento
  FROM pg_class c
  JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
  LEFT JOIN pessoais p ON p.tabela = c.relname AND p.coluna = a.attname
  WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p')
    AND NOT c.relispartition AND c.relname ^@ 'service_'
),
mascaradas AS (
  SELECT *, CASE WHEN NOT pessoal THEN q
    WHEN attname = 'chave_fazenda' THEN format('%I.mascara_fazenda(%s)', current_schema(), q)
    WHEN attname ~ 'cpf|cnpj' THEN format('%I.mascara_documento(%s)', current_schema(), q)
    WHEN attname ~ 'latitude|longitude' THEN format('round(%s, 2)', q)
    ELSE format('CASE WHEN %s THEN %s ELSE %s END',
                CASE WHEN documento IS NULL THEN 'false'
                     ELSE format('%I.de_empresa(%s)', current_schema(), documento) END, q,
                CASE WHEN attname ~ 'nome' THEN format('%I.mascara_nome(%s)', current_schema(), q)
                     WHEN tipo = 'text' THEN format('CASE WHEN %s IS NOT NULL THEN ''***'' END', q)
                     ELSE 'NULL' END)
    END AS valor
  FROM colunas
),
visoes AS (
  SELECT oid, substr(relname, 9) AS nome,
         format(E'CREATE VIEW gdo.%I WITH (security_barrier) AS SELECT\n  %s\nFROM %I.%I',
                substr(relname, 9),
                string_agg(valor || ' AS ' || q, E',\n  ' ORDER BY attnum), current_schema(), relname)
           AS texto,
         string_agg(format('COMMENT ON COLUMN gdo.%I.%s IS %L', substr(relname, 9), q,
                           col_description(oid, attnum)), E';\n' ORDER BY attnum)
           FILTER (WHERE col_description(oid, attnum) IS NOT NULL) AS comentarios
  FROM mascaradas
  GROUP BY oid, relname
)
SELECT concat_ws(E';\n', format('DROP VIEW IF EXISTS gdo.%I', v.nome), v.texto,
                 format('ALTER VIEW gdo.%I OWNER TO gdo_visoes', v.nome),
                 format('GRANT SELECT ON gdo.%I TO gdo_reader, gdo_admin', v.nome),
                 format('COMMENT ON VIEW gdo.%I IS %L', v.nome,
                        coalesce(obj_description(v.oid, 'pg_class'), '')),
                 v.comentarios,
                 format('INSERT INTO %I.visao VALUES (%L, %L) ON CONFLICT (nome) DO UPDATE '
                        'SET hash = excluded.hash', current_schema(), v.nome,
                        md5(concat(v.texto, v.comentarios))))
FROM visoes v
WHERE (SELECT count(*) FROM pg_roles WHERE rolname IN ('gdo_visoes', 'gdo_reader', 'gdo_admin')) = 3
  AND NOT EXISTS (SELECT FROM visao e WHERE e.nome = v.nome
                  AND e.hash = md5(concat(v.texto, v.comentarios))
                  AND to_regclass(format('gdo.%I', v.nome)) IS NOT NULL)
ORDER BY v.nome
