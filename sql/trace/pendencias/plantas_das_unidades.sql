-- The plant that most orders of a deboning unit draw from: where one that has not come may be from,
-- when no label says it. $1 tenant.
SELECT DISTINCT ON (nr_unidade_desossa) nr_unidade_desossa, nr_unidade_abate
FROM (SELECT nr_unidade_desossa, nr_unidade_abate, count(*) AS ordens
      FROM service_ordens_desossa WHERE token_cliente = $1
      GROUP BY 1, 2) o
ORDER BY 1, ordens DESC, 2
