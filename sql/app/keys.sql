-- name: keys
SELECT id, token_cliente, papel, nome, cardinality(cnpjs), array_to_string(redes,
  ','), to_char(criada_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    to_char(expira, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
    to_char(usada_em, 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), CASE WHEN revogada_em IS NOT NULL
  THEN 'revogada' WHEN expira <= now() THEN 'vencida' ELSE 'viva' END, substitui
FROM chave_api
UNION ALL
SELECT rolname, substr(rolname, 8), 'bi', '', 0, '', NULL,
    to_char(nullif(rolvaliduntil, 'infinity'), 'YYYY-MM-DD"T"HH24:MI:SS"Z"'), NULL, CASE
  WHEN NOT rolcanlogin THEN 'revogada' WHEN rolvaliduntil <= now() THEN 'vencida'
  ELSE 'viva' END, NULL
FROM pg_roles
WHERE rolname ^@ 'gdo_bi_'

-- name: filtered_keys
SELECT *
FROM ({}) AS c (id, token_cliente, papel, nome, cnpjs, redes, criada_em, expira, usada_em,
    estado, substitui)
WHERE ($1::text IS NULL OR token_cliente = $1)
  AND ($2 OR estado = 'viva')
ORDER BY token_cliente, criada_em, id
