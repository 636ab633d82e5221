-- How long the numbers of a unit's orders are, the usual length first. $1 tenant.
SELECT DISTINCT ON (nr_unidade_desossa) nr_unidade_desossa, length(nr_op_desossa) AS tamanho
FROM (SELECT nr_unidade_desossa, nr_op_desossa, count(*) AS caixas
      FROM service_caixas WHERE token_cliente = $1 AND nr_op_desossa IS NOT NULL
      GROUP BY 1, 2) o
GROUP BY 1, 2
ORDER BY 1, sum(caixas) DESC, 2
