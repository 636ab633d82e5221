-- How many boxes there are, and how many are traceable.
-- $1 tenant, $2 dt_producao or null, $3 nr_unidade_desossa or null.
SELECT count(*), count(*) FILTER (WHERE flag_rastreavel)
FROM service_caixas
WHERE token_cliente = $1 AND ($2::date IS NULL OR dt_producao = $2::date)
  AND ($3::text IS NULL OR nr_unidade_desossa = $3)
